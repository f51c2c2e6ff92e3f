public import Diagnostics
import NIOCore
import NIOPosix

/// How the providers are reached: through which proxies, and whose certificates are trusted.
public struct OutboundSettings: Sendable {
  var certificateBundles: [CertificateBundle] = []
  var proxies = ProxySettings()
  /// Finds the addresses of a name on an event loop; the system does it where this is `nil`.
  var resolver: (@Sendable (any EventLoop) -> any Resolver & Sendable)?

  /// Directly, and with the system's authorities alone.
  public init() {}

  /// Reads the variables that the user's other programs go by.
  ///
  /// - Parameter value: looks up a variable.
  /// - Throws: a `Failure` that names the variable that cannot be used.
  public init(_ value: (String) -> String?) throws(Failure) {
    proxies = try ProxySettings(value)
    certificateBundles = CertificateBundle.all(value)
  }

  /// What is worth telling about the way to the upstreams of a configuration: a proxy may be set by accident.
  public func notices(for configuration: GatewayConfiguration) -> [String] {
    let endpoints = configuration.deployments.compactMap(\.upstream)
    return [false, true].compactMap { usesTLS in
      let proxy = endpoints.lazy.filter { $0.usesTLS == usesTLS }.compactMap { proxies.proxy(for: $0) }.first
      return proxy.map { proxy in
        "\(usesTLS ? "https" : "http"):// providers are reached through the proxy at \(proxy.name) (\(proxy.variable))"
      }
    }
  }
}
