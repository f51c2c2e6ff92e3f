/// The parts of a base URL that its checks look at.
struct URLParts {
  /// The scheme in small letters.
  var scheme: String
  /// The host in small letters, without user, port and the brackets of an IPv6 address.
  var host: String
  /// The port, if it is written.
  var port: Int?
  /// What follows the host, up to a query or fragment.
  var path: String
  /// Whether a user name or password stands before the host.
  var hasCredentials: Bool
  /// Whether a query or fragment follows the path.
  var hasQuery: Bool

  /// Splits a text; `nil` if it does not begin with a scheme and `://`.
  init?(_ text: String) {
    guard let separator = text.firstRange(of: "://") else { return nil }
    scheme = text[..<separator.lowerBound].lowercased()
    guard !scheme.isEmpty, scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
    else { return nil }
    let rest = text[separator.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    var authority = rest[..<end]
    let user = authority.lastIndex(of: "@")
    hasCredentials = user != nil
    if let user { authority = authority[authority.index(after: user)...] }
    if authority.first == "[", let bracket = authority.firstIndex(of: "]") {
      host = authority.dropFirst()[..<bracket].lowercased()
      authority = authority[bracket...].dropFirst()
    } else {
      host = authority.prefix { $0 != ":" }.lowercased()
      authority = authority.drop { $0 != ":" }
    }
    port = Int(authority.drop { $0 == ":" })
    let tail = rest[end...]
    path = String(tail.prefix { $0 != "?" && $0 != "#" })
    hasQuery = tail.contains { $0 == "?" || $0 == "#" }
  }

  /// Whether the host is this machine.
  var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || isIPv4Loopback(host)
  }
}

/// Whether a text is an IPv4 address in 127.0.0.0/8.
func isIPv4Loopback(_ text: String) -> Bool {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
}
