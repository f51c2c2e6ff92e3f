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
  init(method: RequestMethod, path: Substring) {
    var path = path
    if path.hasPrefix("/v1/") { path = path.dropFirst(3) }
    if path.count > 1, path.last == "/" { path = path.dropLast() }
    let formats: [Substring: WireFormat] = Self.formats
    if let format = formats[path] {
      self = method == .post ? .model(format) : .methodNotAllowed(allow: "POST")
      return
    }
    guard let readable = Self.readable(path) else {
      self = .unknown
      return
    }
    self = method == .get || method == .head ? readable : .methodNotAllowed(allow: "GET, HEAD")
  }

  private static let formats: [Substring: WireFormat] = Dictionary(
    uniqueKeysWithValues: WireFormat.allCases.map { (Substring($0.path), $0) }
  )

  private static func readable(_ path: Substring) -> Endpoint? {
    switch path {
    case "/", "": .root
    case "/models": .modelList
    case "/health": .health
    // Both spellings are LiteLLM's.
    case "/health/liveliness", "/health/liveness": .liveliness
    case "/health/readiness": .readiness
    case "/metrics": .metrics
    default: path.hasPrefix("/models/") ? .modelEntry(name: String(path.dropFirst("/models/".count))) : nil
    }
  }

  /// Whether the master key must be shown. Health checks and the root tell nothing worth a key.
  var needsKey: Bool {
    switch self {
    case .model, .modelList, .modelEntry, .metrics: true
    case .root, .health, .liveliness, .readiness, .methodNotAllowed, .unknown: false
    }
  }
}
