/// What a request says about caches: the member `cache`, which LiteLLM's clients send to the gateway and no provider
/// knows.
public struct CacheWish: Sendable, Equatable {
  /// `no-cache`: the answer must not come from a cache.
  public var refusesCached = false
  /// `no-store`: the answer must not be kept.
  public var refusesStoring = false
  /// `use-cache`: the answer may come from a cache that is not used otherwise.
  public var asksForCache = false
  /// `ttl`: how long the answer may be kept, in seconds.
  public var lifetimeSeconds: Double?
  /// `s-maxage`: how old an answer from a cache may be, in seconds.
  public var maximumAgeSeconds: Double?

  /// No wishes.
  public init() {}

  /// Reads the value of the member `cache`. What is no object, or is in it and not known, says nothing.
  init(_ text: Span<UInt8>, _ span: Range<Int>) {
    guard text[span.lowerBound] == UInt8(ascii: "{") else { return }
    var cursor = span.lowerBound + 1
    while cursor < span.upperBound {
      JSONScanner.skipWhitespace(text, &cursor)
      guard text[cursor] == UInt8(ascii: "\"") else { return }
      let nameStart = cursor
      guard (try? JSONScanner.skipString(text, &cursor)) != nil else { return }
      let name = JSONScanner.decodeString(text, nameStart..<cursor) ?? ""
      guard (try? JSONScanner.skipColon(text, &cursor)) != nil else { return }
      JSONScanner.skipWhitespace(text, &cursor)
      let start = cursor
      guard (try? JSONScanner.skipValue(text, &cursor)) != nil else { return }
      note(name, String(decoding: (start..<cursor).map { text[$0] }, as: UTF8.self))
      JSONScanner.skipWhitespace(text, &cursor)
      guard text[cursor] == UInt8(ascii: ",") else { return }
      cursor += 1
    }
  }

  private mutating func note(_ name: String, _ value: String) {
    switch name {
    case "no-cache": refusesCached = value == "true"
    case "no-store": refusesStoring = value == "true"
    case "use-cache": asksForCache = value == "true"
    case "ttl": lifetimeSeconds = Double(value)
    case "s-maxage", "s-max-age": maximumAgeSeconds = Double(value)
    default: break
    }
  }
}
