import Diagnostics

/// Which proxy, if any, stands before a provider.
struct ProxySettings: Sendable, Equatable {
  /// For `http://` providers.
  private(set) var http: ProxyServer?
  /// For `https://` providers.
  private(set) var https: ProxyServer?
  private var exceptions = ProxyExceptions("")

  /// No proxies.
  init() {}

  /// Reads the usual variables. An empty one counts as not set, and a name in lower case before the same in upper case,
  /// as curl has it.
  ///
  /// `HTTP_PROXY` counts too, as for Go and Python. Curl passes it over, since a client can set it for a CGI program by a
  /// header `Proxy`; this is none.
  ///
  /// - Parameter value: looks up a variable.
  /// - Throws: a `Failure` that names the variable, if what it holds is not the URL of a proxy that can be used.
  init(_ value: (String) -> String?) throws(Failure) {
    func first(_ names: [String]) -> (name: String, value: String)? {
      for name in names {
        if let text = value(name), !text.isEmpty { return (name, text) }
      }
      return nil
    }
    exceptions = ProxyExceptions(first(["no_proxy", "NO_PROXY"])?.value ?? "")
    // Whoever wants no proxy at all shall not have to mend one.
    guard !exceptions.isEverything else { return }
    let forAll = ["all_proxy", "ALL_PROXY"]
    if let (name, url) = first(["http_proxy", "HTTP_PROXY"] + forAll) { http = try Self.server(url, name) }
    if let (name, url) = first(["https_proxy", "HTTPS_PROXY"] + forAll) { https = try Self.server(url, name) }
  }

  /// The proxy through which an upstream is reached.
  func proxy(for endpoint: UpstreamEndpoint) -> ProxyServer? {
    guard let proxy = endpoint.usesTLS ? https : http else { return nil }
    return exceptions.contains(host: endpoint.host, port: endpoint.port) ? nil : proxy
  }

  private static func server(_ url: String, _ variable: String) throws(Failure) -> ProxyServer {
    do throws(ProxyServer.Fault) {
      return try ProxyServer(url, variable: variable)
    } catch {
      throw failure(error, variable)
    }
  }

  private static func failure(_ fault: ProxyServer.Fault, _ variable: String) -> Failure {
    let hint = "write `\(variable)=http://HOST:PORT`, or list the providers' hosts in NO_PROXY"
    let (reason, advice): (String, String) =
      switch fault {
      case .unsupported("https"):
        (
          "names a proxy that wants TLS for itself (`https://`), which this engine does not speak",
          "use the proxy's `http://` port: what goes through it to an `https://` provider is encrypted all the same"
        )
      case .unsupported(let scheme):
        ("names a `\(scheme)://` proxy; this engine speaks to `http://` proxies only", hint)
      case .scheme: ("is not a proxy's URL: it must begin with `http://`", hint)
      case .host: ("is not a proxy's URL: it has no valid host", hint)
      case .port: ("is not a proxy's URL: its port is not a number from 1 to 65535", hint)
      case .credentials:
        (
          "has a user name or a password that cannot be read",
          "write `http://USER:PASSWORD@HOST:PORT` with `%25` for a %, `%3A` for a : and so on"
        )
      case .unsupportedPart: ("is not a proxy's URL: it must end with the port", hint)
      }
    return Failure(.badInput, id: "proxy.proxy-url", "\(variable) \(reason)", hint: advice)
  }
}
