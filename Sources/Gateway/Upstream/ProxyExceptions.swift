/// The hosts that are reached without a proxy: `NO_PROXY`.
struct ProxyExceptions: Sendable, Equatable {
  private enum Place: Equatable {
    case everywhere
    case network(AddressRange)
    /// A name and all names below it, in lower case.
    case domain(String)
  }

  private var entries: [(place: Place, port: Int?)] = []

  static func == (left: Self, right: Self) -> Bool {
    left.entries.elementsEqual(right.entries) { $0.place == $1.place && $0.port == $1.port }
  }

  /// Reads a list with commas or spaces between its entries.
  ///
  /// Each is a name, which stands for the names below it as well, with or without a dot (or `*.`) before it; an address
  /// or a network; one of these with `:PORT`; or `*`.
  init(_ list: String) {
    for entry in list.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" || $0 == "\n" }) {
      if let parsed = Self.parse(entry) { entries.append(parsed) }
    }
  }

  /// Whether nothing at all goes through a proxy.
  var isEverything: Bool { entries.contains { $0.place == .everywhere && $0.port == nil } }

  /// Whether a host is reached without a proxy. This machine itself always is.
  ///
  /// A name is compared as it stands: it is not resolved in order to look for it in a network.
  func contains(host: String, port: Int) -> Bool {
    let name = Self.normalized(Substring(host))
    if name == "localhost" || name.hasSuffix(".localhost") { return true }
    if AddressRange.loopback.contains(where: { $0.contains(host) }) { return true }
    return entries.contains { entry in
      guard entry.port == nil || entry.port == port else { return false }
      return switch entry.place {
      case .everywhere: true
      case .network(let range): range.contains(host)
      case .domain(let domain): name == domain || name.hasSuffix("." + domain)
      }
    }
  }

  private static func parse(_ entry: Substring) -> (Place, Int?)? {
    if let place = place(entry) { return (place, nil) }
    guard let colon = entry.lastIndex(of: ":"), let port = Int(entry[entry.index(after: colon)...]),
      let place = place(entry[..<colon])
    else { return nil }
    return (place, port)
  }

  private static func place(_ text: Substring) -> Place? {
    if text == "*" { return .everywhere }
    let isBracketed = text.first == "[" && text.last == "]"
    if let range = AddressRange(String(isBracketed ? text.dropFirst().dropLast() : text)) { return .network(range) }
    guard !text.contains(":") else { return nil }
    var name = text
    if name.hasPrefix("*.") { name = name.dropFirst() }
    if name.hasPrefix(".") { name = name.dropFirst() }
    return name.isEmpty ? nil : .domain(normalized(name))
  }

  private static func normalized(_ name: Substring) -> String {
    (name.last == "." ? name.dropLast() : name).lowercased()
  }
}
