/// What the gateway must know of a request body to forward it: the model, whether a stream is asked for, and where in
/// the bytes stand the parts that may not leave unchanged.
public struct RequestEnvelope: Sendable, Equatable {
  /// The value of the top-level `model`.
  public let model: String
  /// Where that value stands, quotes included.
  public let modelSpan: Range<Int>
  /// Whether the top-level `stream` is `true`.
  public let stream: Bool
  /// What stays here, in the order of the text, each with its key and the commas that go with it: cutting all of it out
  /// leaves JSON.
  ///
  /// It is `client_metadata`, into which Codex puts the workspace's path, the remote URLs and the commit, and `cache`,
  /// which is meant for a gateway.
  public let localSpans: [Range<Int>]
  /// What the request says about caches.
  public let cacheWish: CacheWish

  /// Why a body has no envelope.
  public enum Fault: Error, Sendable, Equatable {
    /// The body is not JSON.
    case syntax(JSONSyntaxError)
    /// The body is JSON, but not an object.
    case notAnObject
    /// `model` is missing, empty or not a string.
    case noModel
    /// A key that this gateway acts on stands there twice, so that the provider could read the other one.
    case repeated(String)
  }

  /// The envelope of no request.
  public init() {
    model = ""
    modelSpan = 0..<0
    stream = false
    localSpans = []
    cacheWish = CacheWish()
  }

  /// Reads the envelope of `body` and checks the whole of it.
  ///
  /// - Parameter body: the request body as it came.
  /// - Throws: ``Fault`` if the body cannot be forwarded.
  public init(scanning body: Span<UInt8>) throws(Fault) {
    var reader = Reader()
    do throws(JSONSyntaxError) {
      try reader.read(body)
    } catch {
      throw .syntax(error)
    }
    guard reader.isObject else { throw .notAnObject }
    if let key = reader.repeatedKey { throw .repeated(key) }
    guard let span = reader.modelSpan, let model = JSONScanner.decodeString(body, span), !model.isEmpty else {
      throw .noModel
    }
    self.model = model
    modelSpan = span
    stream = reader.stream
    localSpans = reader.localSpans
    cacheWish = reader.cacheSpan.map { CacheWish(body, $0) } ?? CacheWish()
  }

  private struct Reader {
    var isObject = false
    var modelSpan: Range<Int>?
    var repeatedKey: String?
    var hasModel = false
    var stream = false
    var localSpans: [Range<Int>] = []
    var cacheSpan: Range<Int>?
    private var hasClientMetadata = false
    /// Whether a member has been kept: those that are cut out then go with the comma before them, else with the one
    /// behind.
    private var hasKept = false

    mutating func read(_ body: Span<UInt8>) throws(JSONSyntaxError) {
      var cursor = 0
      JSONScanner.skipWhitespace(body, &cursor)
      guard cursor < body.count, body[cursor] == UInt8(ascii: "{") else {
        try JSONScanner.skipValue(body, &cursor)
        return try expectEnd(body, cursor)
      }
      isObject = true
      cursor += 1
      JSONScanner.skipWhitespace(body, &cursor)
      if cursor < body.count, body[cursor] == UInt8(ascii: "}") { return try expectEnd(body, cursor + 1) }
      var previousEnd = cursor
      while true {
        try readMember(body, &cursor, previousEnd)
        previousEnd = cursor
        JSONScanner.skipWhitespace(body, &cursor)
        guard cursor < body.count else { throw JSONSyntaxError(reason: "unexpected end", offset: cursor) }
        if body[cursor] == UInt8(ascii: "}") { return try expectEnd(body, cursor + 1) }
        guard body[cursor] == UInt8(ascii: ",") else {
          throw JSONSyntaxError(reason: "expected a comma", offset: cursor)
        }
        cursor += 1
        JSONScanner.skipWhitespace(body, &cursor)
      }
    }

    private mutating func readMember(
      _ body: Span<UInt8>,
      _ cursor: inout Int,
      _ previousEnd: Int
    ) throws(JSONSyntaxError) {
      let start = cursor
      guard cursor < body.count, body[cursor] == UInt8(ascii: "\"") else {
        throw JSONSyntaxError(reason: "expected a key", offset: cursor)
      }
      let hasEscape = try JSONScanner.skipString(body, &cursor)
      let key = Key(body, start..<cursor, hasEscape: hasEscape)
      try JSONScanner.skipColon(body, &cursor)
      JSONScanner.skipWhitespace(body, &cursor)
      let valueStart = cursor
      try JSONScanner.skipValue(body, &cursor)
      if key.staysHere {
        localSpans.append(removableSpan(body, start..<cursor, previousEnd))
      } else {
        hasKept = true
      }
      switch key {
      case .model:
        if hasModel { repeatedKey = "model" }
        hasModel = true
        if body[valueStart] == UInt8(ascii: "\"") { modelSpan = valueStart..<cursor }
      case .stream:
        stream = body[valueStart] == UInt8(ascii: "t")
      case .clientMetadata:
        if hasClientMetadata { repeatedKey = "client_metadata" }
        hasClientMetadata = true
      case .cache:
        if cacheSpan != nil { repeatedKey = "cache" }
        cacheSpan = valueStart..<cursor
      case .other:
        break
      }
    }

    private func removableSpan(_ body: Span<UInt8>, _ member: Range<Int>, _ previousEnd: Int) -> Range<Int> {
      guard !hasKept else { return previousEnd..<member.upperBound }
      var next = member.upperBound
      JSONScanner.skipWhitespace(body, &next)
      guard next < body.count, body[next] == UInt8(ascii: ",") else { return member }
      next += 1
      JSONScanner.skipWhitespace(body, &next)
      return member.lowerBound..<next
    }

    private func expectEnd(_ body: Span<UInt8>, _ position: Int) throws(JSONSyntaxError) {
      var cursor = position
      JSONScanner.skipWhitespace(body, &cursor)
      guard cursor == body.count else {
        throw JSONSyntaxError(reason: "unexpected text after the value", offset: cursor)
      }
    }
  }

  private enum Key {
    case model, stream, clientMetadata, cache, other

    /// Whether the member is not for the provider.
    var staysHere: Bool { self == .clientMetadata || self == .cache }

    init(_ body: Span<UInt8>, _ span: Range<Int>, hasEscape: Bool) {
      if hasEscape {
        switch JSONScanner.decodeString(body, span) {
        case "model": self = .model
        case "stream": self = .stream
        case "client_metadata": self = .clientMetadata
        case "cache": self = .cache
        default: self = .other
        }
      } else if Self.matches(body, span, "model") {
        self = .model
      } else if Self.matches(body, span, "stream") {
        self = .stream
      } else if Self.matches(body, span, "client_metadata") {
        self = .clientMetadata
      } else if Self.matches(body, span, "cache") {
        self = .cache
      } else {
        self = .other
      }
    }

    private static func matches(_ body: Span<UInt8>, _ span: Range<Int>, _ name: StaticString) -> Bool {
      guard span.count - 2 == name.utf8CodeUnitCount else { return false }
      for index in 0..<name.utf8CodeUnitCount where body[span.lowerBound + 1 + index] != name.utf8Start[index] {
        return false
      }
      return true
    }
  }
}
