import NIOCore
import NIOHTTP1
import WireFormats

/// The upstream's side of a client's request.
extension ClientConnection: UpstreamResponseReceiver {
  /// Sends the request on an idle connection if there is one and it is wanted, else on a new one.
  func send(_ upstreamRequest: UpstreamRequest, reusingIdle: Bool) {
    if reusingIdle, let connection = loop.pool.idleConnection(to: upstreamRequest.endpoint) {
      send(upstreamRequest, on: connection)
      return
    }
    let id = request?.id
    loop.pool.connect(to: upstreamRequest.endpoint) { [self] result in
      switch result {
      case .success(let connection):
        // The client may have gone meanwhile, or the time have run out.
        guard case .waiting = state, request?.id == id else {
          loop.pool.takeBack(connection)
          return
        }
        send(upstreamRequest, on: connection)
      case .failure(let error):
        guard case .waiting = state, request?.id == id else { return }
        upstreamDidFail(.connect(error), wasReused: false)
      }
    }
  }

  private func send(_ upstreamRequest: UpstreamRequest, on connection: UpstreamConnection) {
    upstream = connection
    connection.send(upstreamRequest.head, body: upstreamRequest.body, receiver: self)
  }

  func upstreamDidReceive(head: HTTPResponseHead) {
    guard case .waiting = state, let context, let request else { return }
    state = .responding
    pendingUpstreamRequest = nil
    var headers = HeaderFilter.forClient(head.headers)
    // A provider that refuses its key or a model refuses them again: without this Claude Code asks for three minutes.
    if [401, 403, 404].contains(head.status.code), !headers.contains(name: "x-should-retry") {
      headers.add(name: "x-should-retry", value: "false")
    }
    // An HTTP/1.0 client knows no chunks: without a length, the end of the connection is the end of the answer.
    let version: HTTPVersion = request.head.version == .http1_0 ? .http1_0 : .http1_1
    if !keepsAlive { headers.add(name: "Connection", value: "close") }
    noteFirstByte(status: head.status.code)
    touchDeadline()
    let answer = HTTPResponseHead(version: version, status: head.status, headers: headers)
    context.write(Self.wrapOutboundOut(.head(answer)), promise: nil)
  }

  func upstreamDidReceive(body: ByteBuffer) {
    guard case .responding = state, let context else { return }
    request?.log.responseBytes += body.readableBytes
    touchDeadline()
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
  }

  func upstreamDidEnd(trailers: HTTPHeaders?) {
    guard case .responding = state, let context else { return }
    upstream = nil
    context.write(Self.wrapOutboundOut(.end(trailers)), promise: nil)
    completeAnswer()
  }

  func upstreamDidCompleteRead() {
    context?.flush()
  }

  func upstreamDidFail(_ failure: UpstreamFailure, wasReused: Bool) {
    upstream = nil
    switch state {
    case .waiting:
      // The upstream closed the idle connection just as the request set out: it never looked at it. Once more, then.
      if wasReused, case .closedBeforeHead = failure, let upstreamRequest = pendingUpstreamRequest {
        pendingUpstreamRequest = nil
        send(upstreamRequest, reusingIdle: false)
        return
      }
      answer(failure.reply(upstream: request?.log.upstream ?? "?"))
    case .responding:
      // Half an answer must not look like a whole one: no last chunk is sent, and the connection is cut.
      finishLog(fault: failure.label)
      request = nil
      state = .closed
      close()
    default:
      break
    }
  }

  private func touchDeadline() {
    setDeadline(.now() + .seconds(Int64(timeoutSeconds)))
  }
}
