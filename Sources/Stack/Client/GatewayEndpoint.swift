public import Secrets

/// A running gateway, and the key that opens it.
public struct GatewayEndpoint: Sendable, Equatable {
  /// The host, without brackets.
  public let host: String
  /// The port.
  public let port: Int
  /// Whether it is reached by TLS.
  public let usesTLS: Bool
  /// What stands before `/v1`, without a slash at its end.
  public let pathPrefix: String
  /// The key.
  public let key: Secret

  /// Whether it is on this machine.
  public var isLocal: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  /// Gathers the parts.
  ///
  /// - Parameters:
  ///   - url: the gateway's URL, checked, without a slash or `/v1` at its end.
  ///   - host: its host, without brackets.
  ///   - port: its port.
  ///   - key: the key.
  public init(url: String, host: String, port: Int, key: Secret) {
    self.host = host
    self.port = port
    self.key = key
    usesTLS = url.hasPrefix("https://")
    let rest = url.drop { $0 != ":" }.dropFirst(3)
    pathPrefix = String(rest.drop { $0 != "/" })
  }

  /// A gateway on this machine.
  ///
  /// - Parameters:
  ///   - host: the address it listens on, also one that stands for all of them.
  ///   - port: its port.
  ///   - key: the key; an empty one for who needs none.
  public init(boundTo host: String, port: Int, key: Secret = Secret("")) {
    let reached = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
    self.init(url: "http://gateway", host: reached, port: port, key: key)
  }
}
