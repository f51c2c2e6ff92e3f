/// The hosts that are asked without a proxy, as `NO_PROXY` lists them.
struct DirectHosts {
  private let entries: [Substring]

  /// Reads a list with commas, semicolons or blanks between its entries.
  init(_ list: String) {
    entries = list.split { ",; ".contains($0) }
  }

  /// Whether a host is one of them, in the one way that all programs understand: by its own name.
  func contains(_ host: String) -> Bool { entries.contains { $0 == "*" || $0 == host } }

  /// The list with one more host.
  func adding(_ host: String) -> String { (entries + [Substring(host)]).joined(separator: ",") }
}
