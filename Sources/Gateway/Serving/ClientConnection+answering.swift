import NIOCore
import WireFormats

/// From a complete request to its answer.
extension ClientConnection {
  /// Decides who answers a complete request.
  func dispatch() {
    guard let request else { return }
    guard let format = request.format else {
      if let local = LocalAnswer(request.endpoint, core: core) {
        answer(local)
      } else {
        answer(ErrorReply(.notFound, "there is no such model; \(modelsHint)"))
      }
      return
    }
    do throws(ErrorReply) {
      try forward(request, format)
    } catch {
      answer(error)
    }
  }

  private func forward(_ request: InboundRequest, _ format: WireFormat) throws(ErrorReply) {
    let envelope = try envelope(of: request.body)
    self.request?.log.model = envelope.model
    let routes = core.router.routes(for: envelope.model)
    guard !routes.isEmpty else {
      throw ErrorReply(
        .invalidRequest,
        "there is no model `\(envelope.model.prefix(200))`; \(modelsHint)",
        parameter: "model"
      )
    }
    guard let route = loop.choose(from: routes, speaking: format) else {
      throw ErrorReply(
        .notSupported,
        "`\(envelope.model)` is served by a provider that does not speak \(format.rawValue), and this engine does not translate between wire formats yet; use the compose engine for it",
        parameter: "model"
      )
    }
    if let mock = route.deployment.mockResponse {
      try answerMock(mock, envelope, format)
      return
    }
    guard let endpoint = route.deployment.upstream, let head = request.head else {
      throw ErrorReply(.notSupported, "`\(envelope.model)` has no upstream")
    }
    let upstreamRequest = UpstreamRequest(
      request,
      head,
      format: format,
      envelope: envelope,
      route: route,
      endpoint: endpoint
    )
    self.request?.log.upstream = endpoint.displayName
    timeoutSeconds = route.deployment.timeoutSeconds ?? core.configuration.timeoutSeconds
    pendingUpstreamRequest = upstreamRequest
    state = .waiting
    setDeadline(.now() + .seconds(Int64(timeoutSeconds)))
    send(upstreamRequest, reusingIdle: true)
  }

  private func envelope(of body: ByteBuffer) throws(ErrorReply) -> RequestEnvelope {
    let result = body.withUnsafeReadableBytes { bytes -> Result<RequestEnvelope, RequestEnvelope.Fault> in
      let bytes = bytes.bindMemory(to: UInt8.self)
      do throws(RequestEnvelope.Fault) {
        return .success(try RequestEnvelope(scanning: bytes.span))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let envelope): return envelope
    case .failure(.syntax(let error)): throw ErrorReply(.invalidRequest, "the body is not JSON: \(error)")
    case .failure(.notAnObject): throw ErrorReply(.invalidRequest, "the body is not a JSON object")
    case .failure(.noModel): throw ErrorReply(.invalidRequest, "the body names no `model`", parameter: "model")
    case .failure(.repeated(let key)):
      throw ErrorReply(.invalidRequest, "the body has `\(key)` twice", parameter: key)
    }
  }

  private var modelsHint: String {
    let names = core.router.listedNames
    let shown = names.prefix(40).joined(separator: ", ")
    return names.isEmpty ? "none is listed" : "there are: \(shown)\(names.count > 40 ? ", …" : "")"
  }

  private func answerMock(_ text: String, _ envelope: RequestEnvelope, _ format: WireFormat) throws(ErrorReply) {
    guard let request else { return }
    self.request?.log.upstream = "mock"
    let mock = MockAnswer(
      text: text,
      model: envelope.model,
      requestBytes: request.bodySize,
      id: request.id.text,
      created: core.startSeconds
    )
    answer(try LocalAnswer(mock, format: format, stream: envelope.stream))
  }

  // MARK: - The gateway's own answers

  func answer(_ reply: ErrorReply) {
    request?.log.fault = "\(reply.kind)"
    guard let request else { return }
    answer(LocalAnswer(reply, to: request))
  }

  private func answer(_ local: LocalAnswer) {
    let hasBody = request?.method != .head
    let size = local.chunks.reduce(0) { $0 + $1.count }
    noteFirstByte(status: local.status)
    state = .responding(.verbatim)
    var writer = HeadWriter(capacity: 512 + size)
    writer.raw("HTTP/1.1 ")
    writer.number(local.status)
    writer.raw(" ")
    writer.raw(local.reason)
    writer.raw("\r\n")
    writer.field("Content-Type", local.contentType)
    writer.field("Content-Length", String(size))
    if let id = request?.id { writer.field("x-request-id", id.text) }
    for field in local.extraFields { writer.field(field.name, field.value) }
    if !keepsAlive { writer.raw("Connection: close\r\n") }
    outbound = writer.finish()
    if hasBody {
      for chunk in local.chunks { outbound.writeBytes(chunk) }
      request?.log.responseBytes = size
    }
    completeAnswer()
  }

  // MARK: - The log

  func noteFirstByte(status: Int) {
    guard let start = request?.start else { return }
    request?.log.status = status
    request?.log.firstByteMicroseconds = (NIODeadline.now() - start).nanoseconds / 1000
  }

  func finishLog(fault: String) {
    guard var entry = request?.log, let start = request?.start, let log = core.log else { return }
    entry.microseconds = (NIODeadline.now() - start).nanoseconds / 1000
    if !fault.isEmpty { entry.fault = fault }
    log.write(entry)
  }
}
