import Diagnostics
import NIOCore
import NIOPosix
import NIOSSL

/// What connecting to the upstreams of a configuration takes, made ready for use.
///
/// It is made anew with a new configuration, which may bring the first `https://` upstream. What it holds is for all
/// event loops.
struct UpstreamTransport: Sendable {
  let tlsContext: NIOSSLContext?
  private let proxies: ProxySettings
  let resolver: (@Sendable (any EventLoop) -> any Resolver & Sendable)?

  /// A connection's first steps, before it is one to the upstream.
  enum Way {
    case direct
    /// The proxy is asked for a tunnel.
    case tunnel(ProxyServer)
    /// The proxy gets the requests, and passes them on.
    case forwarding(AbsoluteForm)

    var proxy: ProxyServer? {
      switch self {
      case .direct: nil
      case .tunnel(let proxy): proxy
      case .forwarding(let form): form.proxy
      }
    }
  }

  /// Makes ready what the upstreams of `configuration` need.
  ///
  /// - Throws: a `Failure` if certificates cannot be read, or if an upstream cannot be reached safely.
  init(_ settings: OutboundSettings, for configuration: GatewayConfiguration) throws(Failure) {
    try self.init(
      settings,
      to: configuration.deployments.compactMap(\.upstream),
      trusting: [configuration.certificateBundle].compactMap { $0 }
    )
  }

  /// Makes ready what single upstreams need.
  ///
  /// - Parameters:
  ///   - settings: how they are reached.
  ///   - endpoints: the upstreams.
  ///   - bundles: authorities to trust beside those of `settings`.
  /// - Throws: a `Failure` as for a whole configuration.
  init(
    _ settings: OutboundSettings,
    to endpoints: [UpstreamEndpoint],
    trusting bundles: [CertificateBundle] = []
  ) throws(Failure) {
    proxies = settings.proxies
    resolver = settings.resolver
    for endpoint in endpoints where endpoint.usesTLS && endpoint.isAddress {
      if let proxy = proxies.proxy(for: endpoint) { throw Self.unverifiable(endpoint, proxy) }
    }
    // To read the system's authorities takes longer than everything else at the start.
    guard endpoints.contains(where: \.usesTLS) else {
      tlsContext = nil
      return
    }
    tlsContext = try Self.makeTLSContext(settings.certificateBundles + bundles)
  }

  func way(to endpoint: UpstreamEndpoint) -> Way {
    guard let proxy = proxies.proxy(for: endpoint) else { return .direct }
    // What is not encrypted a proxy wants to pass on itself: few make a tunnel to another port than 443.
    return endpoint.usesTLS ? .tunnel(proxy) : .forwarding(AbsoluteForm(to: endpoint, through: proxy))
  }

  /// What a connection to `endpoint` needs for TLS; `nil` where it is not encrypted.
  ///
  /// - Throws: ``NoTLSContext``, if this was made for a configuration without such upstreams.
  func tls(for endpoint: UpstreamEndpoint) throws -> ConnectionSetup.TLS? {
    guard endpoint.usesTLS else { return nil }
    guard let tlsContext else { throw NoTLSContext() }
    return ConnectionSetup.TLS(context: tlsContext, host: endpoint.host, isAddress: endpoint.isAddress)
  }

  /// An address in a certificate is compared with the one that the connection leads to, which here is the proxy's.
  private static func unverifiable(_ endpoint: UpstreamEndpoint, _ proxy: ProxyServer) -> Failure {
    Failure(
      .badInput,
      id: "proxy.address-behind-proxy",
      "the certificate of \(endpoint.hostHeader) cannot be checked through a proxy (\(proxy.variable))",
      hint: "write its name in api_base in place of the address, or add \(endpoint.host) to NO_PROXY"
    )
  }

  private static func makeTLSContext(_ bundles: [CertificateBundle]) throws(Failure) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    for bundle in bundles {
      configuration.additionalTrustRoots.append(.certificates(try bundle.certificates()))
    }
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw Failure(
        .unavailable,
        id: "proxy.certificates",
        "the system's certificates of authorities cannot be read: \(error)",
        hint: "install the package ca-certificates"
      )
    }
  }
}

/// There was no `https://` upstream in the configuration.
private struct NoTLSContext: Error, CustomStringConvertible {
  var description: String { "TLS is not set up" }
}

extension UpstreamEndpoint {
  /// Whether the host is an address and not a name.
  var isAddress: Bool { (try? SocketAddress(ipAddress: host, port: port)) != nil }

  /// Host and port, as `CONNECT` wants them.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
