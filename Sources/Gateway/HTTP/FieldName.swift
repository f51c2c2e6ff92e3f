import Glibc

/// The header fields that the gateway looks at. All others are ``other``, and pass.
enum FieldName: UInt8 {
  case other
  // These describe one connection, and not the message (RFC 9110, section 7.6.1).
  case connection, keepAlive, proxyConnection, proxyAuthenticate, proxyAuthorization, te, trailer, transferEncoding
  case upgrade
  // These are the client's, and stay on this machine.
  case host, cookie, expect, apiKey, authorization, codexTurnMetadata
  case contentLength, anthropicVersion, shouldRetry, contentType, contentEncoding, acceptEncoding, retryAfter, userAgent
  case cacheControl, beta
  /// What a gateway says of its own part in an answer: LiteLLM's names, which this one uses too.
  case gatewayReport

  /// Finds the field by its name in any mix of cases.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    let name = UnsafeRawBufferPointer(rebasing: bytes[range])
    func matches(_ expected: StaticString) -> Bool { name.matchesLowercased(expected) }
    // The length tells nearly all names apart before a character is looked at.
    self =
      switch name.count {
      case 2 where matches("te"): .te
      case 4 where matches("host"): .host
      case 6 where matches("cookie"): .cookie
      case 6 where matches("expect"): .expect
      case 7 where matches("trailer"): .trailer
      case 7 where matches("upgrade"): .upgrade
      case 9 where matches("x-api-key"): .apiKey
      case 10 where matches("connection"): .connection
      case 10 where matches("keep-alive"): .keepAlive
      case 10 where matches("user-agent"): .userAgent
      case 11 where matches("retry-after"): .retryAfter
      case 12 where matches("content-type"): .contentType
      case 11 where matches("openai-beta"): .beta
      case 13 where matches("authorization"): .authorization
      case 13 where matches("cache-control"): .cacheControl
      case 14 where matches("anthropic-beta"): .beta
      case 14 where matches("content-length"): .contentLength
      case 14 where matches("x-should-retry"): .shouldRetry
      case 15 where matches("accept-encoding"): .acceptEncoding
      case 16 where matches("content-encoding"): .contentEncoding
      case 16 where matches("proxy-connection"): .proxyConnection
      case 17 where matches("transfer-encoding"): .transferEncoding
      case 17 where matches("anthropic-version"): .anthropicVersion
      case 18 where matches("x-litellm-model-id"): .gatewayReport
      case 19 where matches("x-litellm-cache-key"): .gatewayReport
      case 18 where matches("proxy-authenticate"): .proxyAuthenticate
      case 19 where matches("proxy-authorization"): .proxyAuthorization
      case 21 where matches("x-codex-turn-metadata"): .codexTurnMetadata
      case 27 where matches("x-litellm-attempted-retries"): .gatewayReport
      case 29 where matches("x-litellm-attempted-fallbacks"): .gatewayReport
      case 30 where matches("x-litellm-overhead-duration-ms"): .gatewayReport
      default: .other
      }
  }

  /// Whether the field ends at this hop.
  var isHopByHop: Bool {
    switch self {
    case .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .te, .trailer,
      .transferEncoding, .upgrade:
      true
    default: false
    }
  }

  /// Whether a client's field stays on this machine: its key, its cookies for `localhost`, what Codex tells of the
  /// workspace (path, remote URLs, commit), and what is written anew for the upstream.
  var staysHere: Bool {
    switch self {
    case .host, .cookie, .expect, .apiKey, .authorization, .codexTurnMetadata, .contentLength: true
    default: false
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether these bytes are `text`.
  func matches(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }

  /// Whether these bytes are the same as `others`.
  func isEqual(to others: [UInt8]) -> Bool {
    guard count == others.count, let start = baseAddress else { return others.isEmpty && isEmpty }
    return memcmp(start, others, count) == 0
  }

  /// Whether these bytes begin with `text`.
  func begins(with text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && UnsafeRawBufferPointer(rebasing: self[..<text.utf8CodeUnitCount]).matches(text)
  }

  /// Whether these bytes are `lowercase` in any mix of cases. Only ASCII letters are folded, as HTTP defines it.
  func matchesLowercased(_ lowercase: StaticString) -> Bool {
    guard count == lowercase.utf8CodeUnitCount else { return false }
    for index in 0..<count {
      let byte = self[index]
      let folded = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
      if folded != lowercase.utf8Start[index] { return false }
    }
    return true
  }
}
