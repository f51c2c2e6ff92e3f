public import Diagnostics

/// The gateway's address, checked.
public struct GatewayAddress: Sendable, Equatable, CustomStringConvertible {
  /// The URL without a slash or `/v1` at its end.
  public let description: String
  /// The host, without brackets.
  public let host: String
  /// The port.
  public let port: Int

  /// Whether the host is this machine, or in a container the container.
  public var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || isIPv4Loopback(host)
  }

  /// Reads an address such as `http://litellm:4000`.
  ///
  /// A `/v1` at the end is taken away: clients that want it get it added, and the others would double it.
  ///
  /// - Parameters:
  ///   - text: the URL.
  ///   - variable: the variable it comes from, for the message.
  /// - Throws: `Failure` if it is not an address of a web server.
  public init(_ text: String, from variable: String) throws(Failure) {
    var url = Substring(text)
    while url.last == "/" { url = url.dropLast() }
    if url.hasSuffix("/v1") { url = url.dropLast(3) }
    while url.last == "/" { url = url.dropLast() }
    guard let parts = URLParts(String(url)), ["http", "https"].contains(parts.scheme), !parts.host.isEmpty,
      !parts.hasQuery, !parts.hasCredentials, !url.contains(where: \.isWhitespace),
      let port = Self.port(url, parts)
    else {
      throw Failure(
        .badInput,
        id: "gateway.address",
        "\(variable) is not an address like http://litellm:4000",
        hint: "set \(variable) to the gateway's scheme, host and port"
      )
    }
    description = String(url)
    host = parts.host
    self.port = port
  }

  private static func port(_ url: Substring, _ parts: URLParts) -> Int? {
    let authority = url.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" }
    guard let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") else {
      return parts.scheme == "https" ? 443 : 80
    }
    return Int(authority[authority.index(after: colon)...]).flatMap { (1...65535).contains($0) ? $0 : nil }
  }
}
