/// Where an upstream is: the parts of an `api_base`.
public struct UpstreamEndpoint: Sendable, Hashable {
  /// Whether the connection is encrypted.
  public var usesTLS: Bool
  /// The host's name or address, without brackets.
  public var host: String
  /// The port.
  public var port: Int
  /// What stands before ``WireFormat/path``, without a slash at its end.
  public var pathPrefix: String

  /// Why a text is not an `api_base`.
  public enum Fault: Error, Equatable {
    /// Neither `http://` nor `https://` at its beginning.
    case scheme
    /// No host, or one with characters that no host has.
    case host
    /// A port that is not a number from 1 to 65535.
    case port
    /// A user name or password before the host, a query or a fragment.
    case unsupportedPart
  }

  /// Takes an `api_base` apart.
  ///
  /// The path is completed for the provider as LiteLLM does it: OpenAI's base already has its `/v1`, Anthropic's gets
  /// one. Where LiteLLM would ask for `/v1/v1/messages` or `//v1/messages`, the meaning is taken instead.
  ///
  /// - Parameters:
  ///   - base: the text, such as `https://api.example.com/v1`.
  ///   - provider: what the upstream speaks.
  /// - Throws: ``Fault``.
  public init(base: String, provider: ProviderKind) throws(Fault) {
    var rest = Substring(base)
    if rest.hasPrefix("https://") {
      usesTLS = true
      rest = rest.dropFirst(8)
    } else if rest.hasPrefix("http://") {
      usesTLS = false
      rest = rest.dropFirst(7)
    } else {
      throw .scheme
    }
    guard !rest.contains(where: { $0 == "?" || $0 == "#" || $0 == "@" }) else { throw .unsupportedPart }
    let authority = rest.prefix { $0 != "/" }
    (host, port) = try Self.split(authority, defaultPort: usesTLS ? 443 : 80)
    var path = rest[authority.endIndex...]
    while path.last == "/" { path = path.dropLast() }
    guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unsupportedPart }
    if provider == .anthropic {
      for suffix in ["/v1/messages", "/v1"] where path.hasSuffix(suffix) {
        path = path.dropLast(suffix.count)
        break
      }
      path += "/v1"
    }
    pathPrefix = String(path)
  }

  /// Takes host and port apart.
  static func split(_ authority: Substring, defaultPort: Int) throws(Fault) -> (String, Int) {
    var host = authority
    var portText: Substring?
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { throw .host }
      host = authority[authority.index(after: authority.startIndex)..<end]
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.first == ":" else { throw .host }
      portText = rest.isEmpty ? nil : rest.dropFirst()
    } else if let colon = authority.lastIndex(of: ":") {
      host = authority[..<colon]
      portText = authority[authority.index(after: colon)...]
    }
    let allowed = host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: ":"):
        true
      default: false
      }
    }
    guard !host.isEmpty, allowed else { throw .host }
    guard let portText else { return (String(host), defaultPort) }
    guard let port = Int(portText), (1...65535).contains(port) else { throw .port }
    return (String(host), port)
  }

  /// The value of the `Host` header.
  public var hostHeader: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (usesTLS ? 443 : 80) ? name : "\(name):\(port)"
  }
}
