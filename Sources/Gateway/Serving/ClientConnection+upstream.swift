import NIOCore
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
    // The client may still be busy with the answer before.
    connection.setPaused(context?.channel.isWritable == false)
    connection.send(upstreamRequest.pieces, receiver: self)
  }

  func upstreamDidReceive(head answer: UpstreamHead) -> BodyForm {
    guard case .waiting = state, let request else { return .verbatim }
    let framing = AnswerFraming(answer.framing, isHTTP10: request.isHTTP10)
    state = .responding(framing)
    pendingUpstreamRequest = nil
    noteFirstByte(status: answer.line.status)
    touchDeadline()
    outbound = head(answer, framing)
    return framing == .payloadUntilClose ? .payload : .verbatim
  }

  private func head(_ answer: UpstreamHead, _ framing: AnswerFraming) -> ByteBuffer {
    let head = answer.head
    // Room for a small body behind the head, which then goes out in the same write.
    var writer = HeadWriter(capacity: head.bytes.readableBytes + 2048)
    writer.raw("HTTP/1.1 ")
    writer.number(answer.line.status)
    writer.raw(" ")
    writer.part(answer.line.reason, of: head)
    writer.raw("\r\n")
    // Beside chunks a length is not allowed, and a 204 has none.
    let dropsLength = answer.framing == .chunked || answer.line.status == 204
    writer.fields(of: head, answer.options) { $0.isHopByHop || (dropsLength && $0 == .contentLength) }
    // A provider that refuses its key or a model refuses them again: without this Claude Code asks for three minutes.
    if [401, 403, 404].contains(answer.line.status), !head.contains(.shouldRetry) {
      writer.raw("x-should-retry: false\r\n")
    }
    switch framing {
    case .verbatim: if answer.framing == .chunked { writer.raw("Transfer-Encoding: chunked\r\n") }
    case .chunks: writer.raw("Transfer-Encoding: chunked\r\n")
    case .payloadUntilClose: break
    }
    if !keepsAlive { writer.raw("Connection: close\r\n") }
    return writer.finish()
  }

  func upstreamDidReceive(body: ByteBuffer) {
    guard case .responding(let framing) = state else { return }
    request?.log.responseBytes += body.readableBytes
    touchDeadline()
    switch framing {
    case .verbatim, .payloadUntilClose:
      emit(body)
    case .chunks:
      outbound.writeString(String(body.readableBytes, radix: 16))
      outbound.writeStaticString("\r\n")
      emit(body)
      outbound.writeStaticString("\r\n")
    }
  }

  func upstreamDidEnd() {
    guard case .responding(let framing) = state else { return }
    upstream = nil
    if case .chunks = framing { outbound.writeStaticString("0\r\n\r\n") }
    completeAnswer()
  }

  func upstreamDidCompleteRead() {
    flush()
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
      flush()
      // The flush may have found that the client is gone.
      guard case .responding = state else { return }
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
