import NIOCore
import WireFormats

/// Answers from the cache, and into it.
extension ClientConnection {
  /// Answers from the cache, if it is in use and has the answer to an equal request.
  ///
  /// - Returns: whether it has.
  func answerFromCache(_ forwarding: Forwarding, at now: NIODeadline) -> Bool {
    guard let cache = core.cache, let request else { return false }
    let wish = forwarding.envelope.cacheWish.joined(with: request.head)
    guard wish.asksForCache || !cache.settings.isOnlyOnRequest, !(wish.refusesCached && wish.refusesStoring),
      let key = CacheKey(request, forwarding.format, isShared: cache.settings.isShared)
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

  /// Keeps an answer that has come to its own end.
  func storeAnswer(_ forwarding: Forwarding, at now: NIODeadline) {
    guard let cache = core.cache, let (key, lifetimeSeconds) = forwarding.storing, let route = forwarding.answering,
      request?.log.status == 200, let reading = forwarding.reading, reading.isCopyWhole,
      // An answer of which only the end of the connection tells the end may be half of one.
      let contentType = reading.contentType,
      !reading.isStream || forwarding.format.isCompleteStream(reading.copy)
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
      case "no-cache", "max-age=0": wish.refusesCached = true
      case "no-store": wish.refusesStoring = true
      default: break
      }
    }
    return wish
  }
}

extension WireFormat {
  /// Whether a stream ends as its format has a good end.
  fileprivate func isCompleteStream(_ stream: ByteBuffer) -> Bool {
    let ending: StaticString
    switch self {
    case .chatCompletions, .completions: ending = "data: [DONE]"
    case .messages: ending = "event: message_stop"
    case .responses: ending = "event: response.completed"
    case .countTokens, .embeddings: return false
    }
    return ending.withUTF8Buffer { ending in
      stream.withUnsafeReadableBytes { Self.lastLines(of: $0).contains { $0.starts(with: ending) } }
    }
  }

  /// The lines of a stream, the last first.
  private static func lastLines(of bytes: UnsafeRawBufferPointer) -> [Slice<UnsafeRawBufferPointer>] {
    bytes.split(separator: 0x0A).suffix(8)
  }
}
