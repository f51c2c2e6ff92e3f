import NIOCore
import WireFormats

/// Answers from the cache, and into it.
extension ClientConnection {
  /// Answers from the cache, if it is in use and has the answer to an equal request.
  ///
  /// - Returns: whether it has.
  func answerFromCache(_ forwarding: Forwarding, _ routes: [Route], at now: NIODeadline) -> Bool {
    guard let cache = core.cache, let request else { return false }
    let wish = forwarding.envelope.cacheWish.joined(with: request.head)
    guard wish.asksForCache || !cache.settings.isOnlyOnRequest, !(wish.refusesCached && wish.refusesStoring),
      let key = CacheKey(request, forwarding.format, routes, isShared: cache.settings.isShared)
    else { return false }
    if !wish.refusesCached,
      let answer = cache.answer(to: key, maximumAgeSeconds: wish.maximumAgeSeconds, now: now.uptime)
    {
      self.request?.log.isCacheHit = true
      self.request?.log.deployment = answer.deployment
      self.answer(LocalAnswer(answer, key: key, now: now.uptime))
      return true
    }
    if !wish.refusesStoring { forwarding.storing = (key, wish.lifetimeSeconds) }
    return false
  }

  /// Keeps an answer of status 200 that has come to its own end.
  func storeAnswer(_ forwarding: Forwarding, at now: NIODeadline) {
    guard let cache = core.cache, let (key, lifetimeSeconds) = forwarding.storing, let route = forwarding.answering,
      let reading = forwarding.reading, reading.isCopyWhole, let contentType = reading.contentType,
      reading.copy.readableBytes <= cache.settings.maximumAnswerSize,
      forwarding.format.isGood(reading.copy, isStream: contentType.hasPrefix("text/event-stream"))
    else { return }
    let answer = CachedAnswer(
      contentType: contentType,
      body: reading.copy,
      deployment: route.reportedID,
      storedAt: now.uptime
    )
    cache.store(answer, for: key, lifetimeSeconds: lifetimeSeconds)
  }
}

extension CacheWish {
  /// Joined with what the header says: `Cache-Control` means the same for a gateway's cache as for any (RFC 9111).
  fileprivate func joined(with head: MessageHead?) -> CacheWish {
    guard let head, let field = head.first(.cacheControl) else { return self }
    var wish = self
    for directive in head.text(field).lowercased().split(separator: ",") {
      switch directive.filter({ $0 != " " }) {
      case "no-cache": wish.refusesCached = true
      case "no-store": wish.refusesStoring = true
      case let other where other.hasPrefix("max-age="):
        wish.maximumAgeSeconds = wish.maximumAgeSeconds ?? Double(other.dropFirst("max-age=".count))
      default: break
      }
    }
    return wish
  }
}

extension WireFormat {
  /// Whether an answer of status 200 is what its client asked for, and not an error, or half of it.
  fileprivate func isGood(_ answer: ByteBuffer, isStream: Bool) -> Bool {
    answer.withUnsafeReadableBytes { bytes in
      isStream
        ? isGoodStream(bytes.split(separator: 0x0A))
        : AnswerVerdict.isGood(bytes.bindMemory(to: UInt8.self).span, format: self)
    }
  }

  private func isGoodStream(_ lines: [Slice<UnsafeRawBufferPointer>]) -> Bool {
    let ending: StaticString
    switch self {
    case .chatCompletions, .completions: ending = "data: [DONE]"
    case .messages: ending = "event: message_stop"
    case .responses: ending = "event: response.completed"
    case .countTokens, .embeddings: return false
    }
    // Some servers end a stream that has failed as they end any other.
    return lines.suffix(8).contains { Self.begins($0, with: ending) }
      && !lines.contains { Self.begins($0, with: "data: {\"error\"") || Self.begins($0, with: "event: error") }
  }

  private static func begins(_ line: Slice<UnsafeRawBufferPointer>, with text: StaticString) -> Bool {
    text.withUTF8Buffer { line.starts(with: $0) }
  }
}
