import Glibc
import NIOCore
import WireFormats

/// The upstream's side of a client's request.
extension ClientConnection: UpstreamResponseReceiver {
  func upstreamDidReceive(head answer: UpstreamHead) -> BodyForm {
    guard case .waiting = state, let forwarding, let attempt = forwarding.attempt else { return .verbatim }
    let held = HeldAnswer(
      answer,
      isFailure: isFailure(answer, of: attempt, forwarding),
      isHTTP10: request?.isHTTP10 ?? false,
      translation: attempt.translation,
      followsOpening: forwarding.isOpened
    )
    forwarding.held = held
    forwarding.reading = held.isFailure ? nil : reading(of: answer, for: forwarding)
    return held.form
  }

  /// Whether another try may come in the place of an answer.
  private func isFailure(_ answer: UpstreamHead, of attempt: Forwarding.Attempt, _ forwarding: Forwarding) -> Bool {
    let status = answer.line.status
    if attempt.lacksFormat(status) { return true }
    guard forwarding.isOpened, attempt.translation == nil else {
      return status >= 400 && forwarding.plan.mayContinue(after: status, at: attempt.route, router: core.router)
    }
    return status != 200 || !answer.isPlainEventStream
  }

  /// What is to be read of an answer: nothing of an error, and nothing of what is compressed.
  private func reading(of answer: UpstreamHead, for forwarding: Forwarding) -> AnswerReading? {
    guard answer.line.status < 300, !answer.head.contains(.contentEncoding) else { return nil }
    // An answer of which only the end of the connection tells the end may be half of one.
    let isStored = forwarding.storing != nil && answer.framing != .untilClose
    let contentType = isStored ? contentType(of: answer, for: forwarding) : nil
    let storedSize = contentType == nil ? 0 : core.cache?.settings.maximumAnswerSize ?? 0
    return AnswerReading(
      format: forwarding.attempt?.format ?? forwarding.format,
      streamed: answer.isEventStream,
      copyLimit: max(storedSize, core.storesText ? GatewayCore.longestStoredText : 0),
      contentType: contentType
    )
  }

  /// What kind of answer the client gets.
  private func contentType(of answer: UpstreamHead, for forwarding: Forwarding) -> String? {
    guard let translation = forwarding.attempt?.translation else {
      return answer.head.first(.contentType).map { answer.head.text($0) }
    }
    return translation.isStream ? "text/event-stream; charset=utf-8" : "application/json"
  }

  func upstreamDidSee(payload: UnsafeRawBufferPointer) {
    guard let forwarding else { return }
    forwarding.reading?.see(payload)
    if forwarding.attempt?.translation == nil { forwarding.reading?.keep(payload) }
  }

  /// From here on the answer is the client's, and no other can take its place.
  private func begin(_ held: HeldAnswer) {
    guard let forwarding, let route = forwarding.attempt?.route else { return }
    let now = NIODeadline.now()
    let framing = held.framing
    state = .responding(framing)
    if forwarding.countsTokens(at: route) { forwarding.requestTokens = request?.estimatedTokens }
    // Nothing will be sent again.
    request?.body = ByteBuffer()
    request?.log.deployment = route.reportedID
    noteFirstByte(status: held.answer.line.status, at: now)
    if let translation = held.translation { forwarding.stream = translation.stream() }
    if !forwarding.isOpened {
      outbound =
        held.translation.map { streamHead(held.answer, $0, route) } ?? head(held.answer, framing, route, length: nil)
    }
    forwarding.answerBegan(at: now)
    forwarding.streamTail = EventStreamTail(held.answer, framing, isTranslated: held.translation != nil)
    if forwarding.format == .responses { forwarding.streamTail?.seekAnswerID() }
    forwarding.pingDue = .distantFuture
    silenceTimeout = core.configuration.silenceTimeout(of: route.deployment)
  }

  /// Answers with an error that was held to its end.
  func answer(_ held: HeldAnswer, from route: Route) {
    if let translation = held.translation {
      answerError(held, translation, from: route)
      return
    }
    guard forwarding?.isOpened != true else {
      answer(held.reply(upstream: route.host))
      return
    }
    noteFirstByte(status: held.answer.line.status, at: .now())
    state = .responding(.verbatim)
    outbound = head(held.answer, .verbatim, route, length: held.body.readableBytes)
    request?.log.responseBytes = held.body.readableBytes
    emit(held.body)
    completeAnswer()
  }

  /// The head of a stream that is translated.
  private func streamHead(_ answer: UpstreamHead, _ translation: Translation, _ route: Route) -> ByteBuffer {
    var writer = HeadWriter(capacity: 1024)
    writer.raw("HTTP/1.1 200 OK\r\n")
    writer.field("Content-Type", "text/event-stream; charset=utf-8")
    writer.field("Cache-Control", "no-cache")
    if let id = request?.id { writer.field("x-request-id", id.text) }
    for field in answer.translatedFields(translation, for: request?.dialect ?? .openAI) {
      writer.field(field.name, field.value)
    }
    if let forwarding { writeReport(to: &writer, route, forwarding) }
    if request?.isHTTP10 != true { writer.raw("Transfer-Encoding: chunked\r\n") }
    if !keepsAlive { writer.raw("Connection: close\r\n") }
    return writer.finish()
  }

  /// The answer's head as the client gets it. With a `length` the body is framed by that, else as `framing` says.
  private func head(_ answer: UpstreamHead, _ framing: AnswerFraming, _ route: Route, length: Int?) -> ByteBuffer {
    let head = answer.head
    // Room for a small body behind the head, which then goes out in the same write.
    var writer = HeadWriter(capacity: head.bytes.readableBytes + 2048)
    writer.raw("HTTP/1.1 ")
    writer.number(answer.line.status)
    writer.raw(" ")
    writer.part(answer.line.reason, of: head)
    writer.raw("\r\n")
    // Beside chunks a length is not allowed, and a 204 has none.
    let dropsLength = answer.framing == .chunked || answer.line.status == 204 || length != nil
    writer.fields(of: head, answer.options) {
      $0.isHopByHop || $0 == .gatewayReport || (dropsLength && $0 == .contentLength)
    }
    // A provider that refuses its key or a model refuses them again: without this Claude Code asks for three minutes.
    let isRefusal = answer.line.status == 401 || answer.line.status == 403 || answer.line.status == 404
    if isRefusal, !head.contains(.shouldRetry) {
      writer.raw("x-should-retry: false\r\n")
    }
    if let forwarding { writeReport(to: &writer, route, forwarding) }
    if let length {
      writer.field("Content-Length", length)
    } else {
      switch framing {
      case .verbatim: if answer.framing == .chunked { writer.raw("Transfer-Encoding: chunked\r\n") }
      case .chunks: writer.raw("Transfer-Encoding: chunked\r\n")
      case .payloadUntilClose: break
      }
    }
    if !keepsAlive { writer.raw("Connection: close\r\n") }
    return writer.finish()
  }

  func upstreamDidReceive(body: ByteBuffer) {
    if case .waiting = state, let forwarding, let held = forwarding.held {
      guard held.isCollected else {
        begin(held)
        pass(body)
        return
      }
      forwarding.held?.body.writeImmutableBuffer(body)
      let limit = held.isFailure ? HeldAnswer.maximumBodySize : HeldAnswer.maximumTranslatedSize
      guard let held = forwarding.held, held.body.readableBytes > limit else { return }
      guard !forwarding.isOpened, held.translation == nil else {
        upstream?.cancel()
        upstream = nil
        heldAnswerFailed(held, forwarding)
        return
      }
      begin(held)
      pass(held.body)
    } else {
      pass(body)
    }
  }

  private func pass(_ body: ByteBuffer) {
    guard case .responding(let framing) = state, let body = clientBytes(of: body) else { return }
    request?.log.responseBytes += body.readableBytes
    let now = NIODeadline.now()
    if let forwarding, forwarding.streamTail != nil {
      forwarding.streamTail?.note(body)
      forwarding.pingDue = now + core.limits.pingInterval
    }
    let isOver = forwarding?.stream.map { $0.state != .running } ?? false
    setDeadline(now + (isOver ? core.limits.closingTimeout : .ofSeconds(silenceTimeout)))
    switch framing {
    case .verbatim, .payloadUntilClose:
      emit(body)
    case .chunks:
      outbound.writeDigits(body.readableBytes, radix: 16)
      outbound.writeStaticString("\r\n")
      emit(body)
      outbound.writeStaticString("\r\n")
    }
  }

  /// What the client gets of a piece of a stream, if anything yet.
  private func clientBytes(of body: ByteBuffer) -> ByteBuffer? {
    guard let forwarding, forwarding.stream != nil else { return body }
    let bytes = body.withUnsafeReadableBytes { bytes in
      forwarding.stream?.read(bytes.bindMemory(to: UInt8.self).span) ?? []
    }
    return translated(bytes, forwarding)
  }

  private func translated(_ bytes: [UInt8], _ forwarding: Forwarding) -> ByteBuffer? {
    forwarding.reading?.keep(bytes)
    if bytes.isEmpty { setDeadline(.now() + .ofSeconds(silenceTimeout)) }
    return bytes.isEmpty ? nil : ByteBuffer(bytes: bytes)
  }

  func upstreamDidEnd() {
    upstream = nil
    if case .waiting = state, let forwarding, let held = forwarding.held {
      guard !held.isFailure else {
        heldAnswerFailed(held, forwarding)
        return
      }
      if let translation = held.translation, held.isCollected {
        answerTranslated(held, translation, forwarding)
        return
      }
      begin(held)
    }
    if let forwarding, forwarding.stream != nil { finishStream(forwarding) }
    guard case .responding(let framing) = state, let status = request?.log.status else { return }
    forwarding?.isWhole = true
    let now = NIODeadline.now()
    if let forwarding, forwarding.storing != nil, status == 200 { storeAnswer(forwarding, at: now) }
    let hasFailed = forwarding?.stream?.state == .failed
    let failure = hasFailed ? AttemptFailure(kind: .connection) : AttemptFailure(kind: .status(status))
    settle(status < 400 && !hasFailed ? nil : failure, at: now)
    if case .chunks = framing { outbound.writeStaticString("0\r\n\r\n") }
    completeAnswer()
  }

  /// The provider's stream is over: what the translation still holds goes to the client, and an error if the provider
  /// had not finished.
  private func finishStream(_ forwarding: Forwarding) {
    let rest = forwarding.stream?.finish() ?? []
    if forwarding.stream?.state == .failed { request?.log.fault = "upstream error" }
    guard case .responding(let framing) = state, let piece = translated(rest, forwarding) else { return }
    emit(framing == .chunks ? EventStreamTail.chunk(rest) : piece)
  }

  /// An answer in whose place another try may come is all there, or as much of it as is of any use.
  private func heldAnswerFailed(_ held: HeldAnswer, _ forwarding: Forwarding) {
    if let attempt = forwarding.attempt, attempt.lacksFormat(held.answer.line.status) {
      let isMissing = held.body.withUnsafeReadableBytes { bytes in
        MissingEndpoint.isMeant(
          status: held.answer.line.status,
          body: bytes.bindMemory(to: UInt8.self).span,
          model: attempt.route.upstreamModel
        )
      }
      if isMissing {
        core.router.noteLackOfResponses(at: attempt.route.deployment.upstream)
        askAgain(attempt.route)
        return
      }
    }
    let distinguishes = forwarding.plan.distinguishesRefusals(router: core.router)
    attemptFailed(held.failure(distinguishesRefusals: distinguishes, now: time(nil))) { .provider(held, $0) }
  }

  func upstreamDidCompleteRead() {
    flush()
  }

  func upstreamDidFail(_ failure: UpstreamFailure, wasReused: Bool) {
    upstream = nil
    switch state {
    case .waiting:
      // The upstream closed the idle connection just as the request set out: it never looked at it. Once more, then.
      if wasReused, case .closedBeforeHead = failure {
        send(reusingIdle: false)
        return
      }
      let name = request?.log.upstream ?? "?"
      attemptFailed(failure.asAttempt) { _ in .gateway(failure.reply(upstream: name)) }
    case .responding:
      settle(failure.asAttempt, at: .now())
      endUnfinished(failure)
    default:
      break
    }
  }

  /// Half an answer must not look like a whole one: no last chunk is sent, and the connection is cut. A stream of events
  /// ends with one that says so.
  private func endUnfinished(_ failure: UpstreamFailure) {
    if let forwarding, let request, let tail = forwarding.streamTail {
      let reply = failure.reply(upstream: request.log.upstream)
      let event =
        forwarding.stream?.fail(reply)
        ?? reply.event(
          for: forwarding.format,
          requestID: request.id.text,
          answerID: tail.answerID,
          created: time(nil)
        )
      if let event, let last = tail.following(event) { emit(last) }
    }
    flush()
    // The flush may have found that the client is gone.
    guard case .responding = state else { return }
    forwarding = nil
    finishLog(fault: failure.label)
    request = nil
    state = .closed
    close()
  }
}
