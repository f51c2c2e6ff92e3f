import WireFormats

/// What a request's method and path ask for.
enum Endpoint: Equatable {
  /// A model is to answer.
  case model(WireFormat)
  case modelList
  case modelEntry(name: String)
  case root
  case health
  case liveliness
  case readiness
  case metrics
  /// The path is there, for the methods given.
  case methodNotAllowed(allow: String)
  case unknown

  /// Finds the endpoint. LiteLLM serves each of its paths with `/v1` and without, and so do we.
  init(_ method: RequestMethod, _ path: UnsafeRawBufferPointer) {
    var path = path
    if path.begins(with: "/v1/") { path = UnsafeRawBufferPointer(rebasing: path[3...]) }
    if path.count > 1, path.last == UInt8(ascii: "/") { path = UnsafeRawBufferPointer(rebasing: path.dropLast()) }
    for (formatPath, format) in Self.formats where path.isEqual(to: formatPath) {
      self = method == .post ? .model(format) : .methodNotAllowed(allow: "POST")
      return
    }
    guard let readable = Self.readable(path) else {
      self = .unknown
      return
    }
    self = method == .get || method == .head ? readable : .methodNotAllowed(allow: "GET, HEAD")
  }

  /// The text of a path. That of most requests is one of a few, and is not made anew for each.
  static func text(of path: UnsafeRawBufferPointer) -> String {
    for usual in usualPaths where path.isEqual(to: usual.bytes) { return usual.text }
    return String(decoding: path, as: UTF8.self)
  }

  private static let usualPaths = WireFormat.allCases.map { format in
    (bytes: Array("/v1\(format.path)".utf8), text: "/v1\(format.path)")
  }

  private static let formats = WireFormat.allCases.map { (Array($0.path.utf8), $0) }

  private static func readable(_ path: UnsafeRawBufferPointer) -> Endpoint? {
    if path.isEmpty || path.matches("/") { return .root }
    if path.matches("/models") { return .modelList }
    if path.matches("/health") { return .health }
    // Both spellings are LiteLLM's.
    if path.matches("/health/liveliness") || path.matches("/health/liveness") { return .liveliness }
    if path.matches("/health/readiness") { return .readiness }
    if path.matches("/metrics") { return .metrics }
    guard path.begins(with: "/models/") else { return nil }
    return .modelEntry(name: String(decoding: path.dropFirst("/models/".utf8.count), as: UTF8.self))
  }

  /// Whether a key must be shown. Health checks and the root tell nothing worth a key.
  var needsKey: Bool {
    switch self {
    case .model, .modelList, .modelEntry, .metrics: true
    case .root, .health, .liveliness, .readiness, .methodNotAllowed, .unknown: false
    }
  }
}
