import Glibc
import NIOCore
import WireFormats

/// Answers of a provider that speaks another wire format than the client.
extension ClientConnection {
  /// Whether a request has to be translated for a provider that is asked in `upstreamFormat`. Where the formats are the
  /// same, it only has to if the client has changed its model, and sends the new one thoughts that another provider's
  /// model had: the new provider would refuse the whole request.
  func needsTranslation(_ request: InboundRequest, _ forwarding: Forwarding, to upstreamFormat: WireFormat) -> Bool {
    guard upstreamFormat == forwarding.format else { return true }
    guard core.router.hasSeveralKinds else { return false }
    return request.body.withUnsafeReadableBytes { bytes in
      ForeignReasoning.isPresent(in: bytes.bindMemory(to: UInt8.self).span, format: upstreamFormat)
    }
  }

  /// Translates the request for a deployment.
  func translate(
    _ request: InboundRequest,
    _ forwarding: Forwarding,
    to upstreamFormat: WireFormat,
    _ route: Route
  ) throws(ErrorReply) -> Translation {
    var traits = UpstreamTraits(model: route.upstreamModel)
    traits.maximumOutputTokens = route.deployment.maximumOutputTokens
    let result = request.body.withUnsafeReadableBytes { bytes -> Result<Translation, ErrorReply> in
      do throws(ErrorReply) {
        let translation = try Translation(
          client: forwarding.format,
          upstream: upstreamFormat,
          request: bytes.bindMemory(to: UInt8.self).span,
          model: route.upstreamModel,
          traits: traits,
          requestID: request.id.text,
          created: time(nil)
        )
        return .success(translation)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Answers with a provider's whole answer, translated.
  func answerTranslated(_ held: HeldAnswer, _ translation: Translation, _ forwarding: Forwarding) {
    guard let route = forwarding.attempt?.route else { return }
    let status = held.answer.line.status
    guard status < 400 else {
      settle(AttemptFailure(kind: .status(status)), at: .now())
      answerError(held, translation, from: route)
      return
    }
    do throws(ErrorReply) {
      let bytes = try translated(held.body, translation)
      let now = NIODeadline.now()
      request?.log.deployment = route.reportedID
      forwarding.answerBegan(at: now)
      forwarding.isWhole = true
      forwarding.reading?.keep(bytes)
      if forwarding.storing != nil, status == 200 { storeAnswer(forwarding, at: now) }
      settle(nil, at: now)
      guard !forwarding.isOpened else {
        endOpened(with: [bytes])
        return
      }
      let local = LocalAnswer(
        bytes,
        isStream: translation.isStream,
        held,
        translation,
        for: forwarding.format.dialect
      )
      answer(local, from: route)
    } catch {
      attemptFailed(AttemptFailure(kind: .connection)) { _ in .gateway(error) }
    }
  }

  private func translated(_ body: ByteBuffer, _ translation: Translation) throws(ErrorReply) -> [UInt8] {
    let result = body.withUnsafeReadableBytes { bytes -> Result<[UInt8], ErrorReply> in
      let span = bytes.bindMemory(to: UInt8.self).span
      do throws(ErrorReply) {
        return .success(
          try translation.isStream ? translation.streamResponse(span) : translation.translateResponse(span)
        )
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Answers with a provider's error, translated.
  func answerError(_ held: HeldAnswer, _ translation: Translation, from route: Route) {
    guard forwarding?.isOpened != true else {
      answer(held.reply(upstream: route.host))
      return
    }
    let error = held.body.withUnsafeReadableBytes { bytes in
      translation.translateError(status: held.answer.line.status, body: bytes.bindMemory(to: UInt8.self).span)
    }
    answer(LocalAnswer(error, held, translation, for: request?.dialect ?? .openAI), from: route)
  }

  /// The provider of a model that is served in another format does not count tokens: the gateway estimates them.
  func answerEstimate(_ route: Route) {
    guard let request else { return }
    let estimate = MockAnswer(text: "", model: "", inputTokens: request.estimatedTokens, id: "", created: 0)
    guard let body = estimate.body(for: .countTokens) else { return }
    answer(LocalAnswer(body), from: route)
  }
}

extension LocalAnswer {
  /// A body of JSON.
  init(_ body: [UInt8]) {
    status = 200
    chunks = [body]
  }

  /// A provider's answer, translated.
  init(
    _ body: [UInt8],
    isStream: Bool,
    _ held: HeldAnswer,
    _ translation: Translation,
    for dialect: WireFormat.Dialect
  ) {
    self.init(body)
    if isStream {
      contentType = "text/event-stream; charset=utf-8"
      extraFields.append(("Cache-Control", "no-cache"))
    }
    extraFields += held.answer.translatedFields(translation, for: dialect)
  }

  /// A provider's error, translated.
  init(_ error: TranslatedError, _ held: HeldAnswer, _ translation: Translation, for dialect: WireFormat.Dialect) {
    self.init(error.body, isStream: error.isStream, held, translation, for: dialect)
    status = error.status
    reason = error.status < 400 ? "OK" : "Error"
    // A provider that refuses its key or a model refuses them again: without this Claude Code asks for three minutes.
    if [401, 403, 404].contains(status), !held.answer.head.contains(.shouldRetry) {
      extraFields.append(("x-should-retry", "false"))
    }
  }
}

extension UpstreamHead {
  /// What of the provider's head means the same in another format, and what the translation has left out.
  func translatedFields(_ translation: Translation, for dialect: WireFormat.Dialect) -> [(
    name: StaticString, value: String
  )] {
    var fields: [(name: StaticString, value: String)] = []
    if let value = head.first(.retryAfter) { fields.append(("Retry-After", head.text(value))) }
    if let value = head.first(.shouldRetry) { fields.append(("x-should-retry", head.text(value))) }
    for field in head.fields where field.name == .other {
      let name = head.text(field.line).prefix { $0 != ":" }.lowercased()
      guard let name = RateLimitHeader.name(name, for: dialect) else { continue }
      fields.append((name, head.text(field.value)))
    }
    if !translation.dropped.isEmpty {
      fields.append(("x-agentproxy-dropped", translation.dropped.joined(separator: ", ")))
    }
    return fields
  }
}
