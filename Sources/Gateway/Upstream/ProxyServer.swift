import Secrets

/// A forward proxy between this machine and the providers, such as a company's.
struct ProxyServer: Sendable, Equatable {
  /// The name or address, without brackets.
  let host: String
  let port: Int
  /// The value of `Proxy-Authorization`, where the proxy's URL has a user name.
  let authorization: Secret?
  /// The environment variable that names it, for messages.
  let variable: String

  /// Why a text is not the URL of a proxy that can be used.
  enum Fault: Error, Equatable {
    /// Another kind of proxy: TLS to the proxy itself, or SOCKS.
    case unsupported(String)
    /// Some other scheme.
    case scheme
    /// No host, or one with characters that no host has.
    case host
    /// A port that is not a number from 1 to 65535.
    case port
    /// A user name or password with a `%` that is no escape, or with a control character.
    case credentials
    /// A path, a query or a fragment.
    case unsupportedPart
  }

  /// What a proxy's URL may begin with besides `http://`, for the message that it is not supported.
  private static let otherSchemes: Set<String> = ["https", "socks", "socks4", "socks4a", "socks5", "socks5h"]

  /// Takes a proxy's URL apart: `[http://][USER[:PASSWORD]@]HOST[:PORT]`, with port 80 where none is given.
  ///
  /// - Parameters:
  ///   - url: the text; user name and password are percent-encoded in it.
  ///   - variable: where the text stands.
  /// - Throws: ``Fault``, which never contains a part of the text that could be a password.
  init(_ url: String, variable: String) throws(Fault) {
    var rest = Substring(url)
    if let (scheme, afterScheme) = Self.split(rest, at: "://") {
      let scheme = scheme.lowercased()
      guard !Self.otherSchemes.contains(scheme) else { throw .unsupported(scheme) }
      guard scheme == "http" else { throw .scheme }
      rest = afterScheme
    }
    if rest.last == "/" { rest = rest.dropLast() }
    var credentials: Substring?
    // A password may contain an `@`, a host may not.
    if let at = rest.lastIndex(of: "@") {
      credentials = rest[..<at]
      rest = rest[rest.index(after: at)...]
    }
    guard !rest.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" }) else { throw .unsupportedPart }
    do throws(UpstreamEndpoint.Fault) {
      (host, port) = try UpstreamEndpoint.split(rest, defaultPort: 80)
    } catch {
      throw error == .port ? .port : .host
    }
    authorization = try credentials.map { text throws(Fault) in try Self.authorization(text) }
    self.variable = variable
  }

  /// Host and port as in a URL.
  var name: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func split(_ text: Substring, at separator: String) -> (Substring, Substring)? {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix(separator) else { return nil }
    return (text[..<colon], text[colon...].dropFirst(separator.count))
  }

  /// `Basic` with user name and password (RFC 7617).
  private static func authorization(_ credentials: Substring) throws(Fault) -> Secret {
    let colon = credentials.firstIndex(of: ":") ?? credentials.endIndex
    let user = try percentDecoded(credentials[..<colon])
    let password = try percentDecoded(credentials[colon...].dropFirst())
    // A colon in the user's name would move the password's beginning.
    guard !user.contains(UInt8(ascii: ":")) else { throw .credentials }
    return Secret("Basic " + base64(user + [UInt8(ascii: ":")] + password))
  }

  private static func percentDecoded(_ text: Substring) throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      // Both are checked: `UInt8` also takes a sign.
      guard digits.count == 2, digits.allSatisfy(isHexadecimal), let value = UInt8(Substring(digits), radix: 16) else {
        throw .credentials
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .credentials }
    return bytes
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
