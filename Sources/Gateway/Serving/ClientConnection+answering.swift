import NIOCore
import RequestLog
import WireFormats

/// From a complete request to its answer.
extension ClientConnection {
  /// Decides who answers a complete request.
  func dispatch() {
    guard let request else { return }
    guard let format = request.format else {
      if let local = LocalAnswer(request.endpoint, core: core, account: request.account) {
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

  var modelsHint: String {
    let account = request?.account
    let names = core.router.listedNames.filter { account?.allows($0) ?? true }
    let shown = names.prefix(40).joined(separator: ", ")
    return names.isEmpty ? "none is listed" : "there are: \(shown)\(names.count > 40 ? ", …" : "")"
  }

  func answerMock(_ text: String, _ route: Route, _ forwarding: Forwarding) {
    guard let request else { return }
    self.request?.log.upstream = "mock"
    self.request?.log.servedModel = route.upstreamModel
    let mock = MockAnswer(
      text: text,
      model: forwarding.envelope.model,
      inputTokens: request.estimatedTokens,
      id: request.id.text,
      created: core.startSeconds
    )
    self.request?.log.usage = mock.usage
    do throws(ErrorReply) {
      answer(try LocalAnswer(mock, format: forwarding.format, stream: forwarding.envelope.stream), from: route)
    } catch {
      answer(error)
    }
  }

  // MARK: - The gateway's own answers

  func answer(_ reply: ErrorReply) {
    request?.log.fault = "\(reply.kind)"
    guard let request else { return }
    if let forwarding, forwarding.isOpened {
      endOpened(with: reply, forwarding)
      return
    }
    answer(LocalAnswer(reply, to: request))
  }

  func answer(_ local: LocalAnswer, from route: Route? = nil) {
    guard forwarding?.isOpened != true else {
      endOpened(with: local.chunks)
      return
    }
    let hasBody = request?.method != .head
    let size = local.chunks.reduce(0) { $0 + $1.count }
    noteFirstByte(status: local.status, at: .now())
    state = .responding(.verbatim)
    var writer = HeadWriter(capacity: 512 + size)
    writer.raw("HTTP/1.1 ")
    writer.number(local.status)
    writer.raw(" ")
    writer.raw(local.reason)
    writer.raw("\r\n")
    writer.field("Content-Type", local.contentType)
    writer.field("Content-Length", size)
    if let id = request?.id { writer.field("x-request-id", id.text) }
    for field in local.extraFields { writer.field(field.name, field.value) }
    if let forwarding { writeReport(to: &writer, route, forwarding) }
    if !keepsAlive { writer.raw("Connection: close\r\n") }
    outbound = writer.finish()
    if hasBody {
      for chunk in local.chunks { outbound.writeBytes(chunk) }
      request?.log.responseBytes = size
    }
    completeAnswer()
  }

  // MARK: - The log

  /// The answer's first byte is about to go: what is known of the way here goes into the log.
  func noteFirstByte(status: Int, at now: NIODeadline) {
    guard let start = request?.start else { return }
    let elapsed = (now - start).nanoseconds / 1000
    guard let forwarding else {
      request?.log.noteFirstByte(status: status, microseconds: elapsed)
      return
    }
    let overhead = forwarding.overhead(at: now).nanoseconds / 1000
    request?.log.noteFirstByte(
      status: status,
      microseconds: elapsed,
      retries: forwarding.plan.retries,
      fallbacks: forwarding.plan.fallbacks,
      overheadMicroseconds: overhead
    )
    forwarding.overheadMicroseconds = overhead
  }

  /// Writes what the gateway has to say of its own part, under LiteLLM's names.
  func writeReport(to writer: inout HeadWriter, _ route: Route?, _ forwarding: Forwarding) {
    if let route {
      request?.log.deployment = route.reportedID
      // Nearly all requests are answered at the first try.
      if forwarding.plan.retries == 0, forwarding.plan.fallbacks == 0 {
        writer.prepared(route.bytes.report)
        writer.milliseconds(forwarding.overheadMicroseconds)
        writer.raw("\r\n")
        return
      }
      writer.field("x-litellm-model-id", route.reportedID)
    }
    writer.raw("x-litellm-attempted-retries: ")
    writer.number(forwarding.plan.retries)
    writer.raw("\r\nx-litellm-attempted-fallbacks: ")
    writer.number(forwarding.plan.fallbacks)
    writer.raw("\r\nx-litellm-overhead-duration-ms: ")
    writer.milliseconds(forwarding.overheadMicroseconds)
    writer.raw("\r\n")
  }

  /// Takes note of the tokens of a request that is over, its answer whole or not.
  func noteUsage(of forwarding: Forwarding) {
    guard let reading = forwarding.reading, let route = forwarding.answering else { return }
    if core.storesText { request?.log.responseText = reading.copy.prefix(GatewayCore.longestStoredText) }
    request?.log.usage = reading.usage
    let isCounted = forwarding.countsTokens(at: route)
    guard isCounted || reading.usage != nil else { return }
    // Whoever does not ask for the counts, or leaves before they come, has used no less for that.
    let isKnown = reading.usage != nil && forwarding.isWhole
    var usage = reading.usage
    if !isKnown, isCounted {
      usage = reading.estimate(requestTokens: forwarding.requestTokens ?? request?.estimatedTokens ?? 0)
    }
    guard let usage else { return }
    let cost = route.deployment.prices?.cost(of: usage)
    request?.log.cost = cost
    let now = NIODeadline.now().uptime
    forwarding.account?.used(usage, cost: cost, now: now)
    if route.rates?.tokens != nil { route.state.tokensUsed(usage.total, now: now) }
  }

  func finishLog(fault: String) {
    guard let request else { return }
    request.log.microseconds = (NIODeadline.now() - request.start).nanoseconds / 1000
    if !fault.isEmpty { request.log.fault = fault }
    let entry = request.log
    core.metrics.note(entry)
    core.log?.write(entry)
    core.requestLog?.write(entry.record)
  }
}

extension ByteBuffer {
  /// The first bytes of it.
  func prefix(_ count: Int) -> ByteBuffer {
    getSlice(at: readerIndex, length: min(readableBytes, count)) ?? self
  }
}
