import Diagnostics
import Secrets
import Testing

@testable import Gateway

@Suite struct ProxySettingsTests {
  private func endpoint(_ base: String) throws -> UpstreamEndpoint {
    try UpstreamEndpoint(base: base, provider: .openAI)
  }

  /// The proxy's host for an upstream, with these variables set.
  private func host(for base: String, _ variables: [String: String]) throws -> String? {
    try ProxySettings { variables[$0] }.proxy(for: endpoint(base))?.host
  }

  @Test(
    arguments: [
      (["HTTPS_PROXY": "http://a:1"], "a", nil),
      (["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:1"], "a", nil),
      (["http_proxy": "http://a:1"], nil, "a"), (["HTTP_PROXY": "http://a:1"], nil, "a"),
      (["ALL_PROXY": "http://a:1"], "a", "a"), (["all_proxy": "http://a:1", "HTTPS_PROXY": "http://b:1"], "b", "a"),
      (["https_proxy": "", "HTTPS_PROXY": "http://b:1"], "b", nil), ([:], nil, nil),
      (["HTTPS_PROXY": "http://a:1", "NO_PROXY": "api.host"], nil, nil),
      (["HTTPS_PROXY": "http://a:1", "no_proxy": "other", "NO_PROXY": "*"], "a", nil),
      // Whoever switches all of them off shall not have to mend one.
      (["HTTPS_PROXY": "nonsense://", "NO_PROXY": "*"], nil, nil),
    ] as [([String: String], String?, String?)]
  )
  func variablesAreReadInTheirOrder(_ variables: [String: String], _ https: String?, _ http: String?) throws {
    #expect(try host(for: "https://api.host/v1", variables) == https)
    #expect(try host(for: "http://api.host/v1", variables) == http)
  }

  @Test(
    arguments: [
      ("http://proxy.corp:3128", "proxy.corp", 3128, nil), ("proxy.corp:3128/", "proxy.corp", 3128, nil),
      ("http://proxy.corp", "proxy.corp", 80, nil), ("HTTP://[fd00::1]:8080", "fd00::1", 8080, nil),
      ("http://me:pa%73s@p:1", "p", 1, "Basic bWU6cGFzcw=="), ("http://me@p:1", "p", 1, "Basic bWU6"),
      ("http://d%5Cme:a%40b%3Ac%25@p:1", "p", 1, "Basic ZFxtZTphQGI6YyU="),
      ("http://me:a@b@p:1", "p", 1, "Basic bWU6YUBi"),
      ("http://me:a:b@p:1", "p", 1, "Basic bWU6YTpi"), ("me:pass@p:1", "p", 1, "Basic bWU6cGFzcw=="),
    ] as [(String, String, Int, String?)]
  )
  func urlsAreTakenApart(_ url: String, _ host: String, _ port: Int, _ authorization: String?) throws {
    let proxy = try ProxyServer(url, variable: "X")
    #expect(proxy.host == host)
    #expect(proxy.port == port)
    #expect(proxy.authorization?.exposed == authorization)
    if let authorization { #expect(!"\(proxy)".contains(authorization.dropFirst("Basic ".count))) }
  }

  @Test(arguments: [
    ("https://p:1", ProxyServer.Fault.unsupported("https")), ("socks5h://p:1", .unsupported("socks5h")),
    ("ftp://p:1", .scheme), ("http://", .host), ("http://a b:1", .host), ("http://me:x@", .host),
    ("http://p:99999", .port),
    ("http://p:x", .port), ("http://m%zze:x@p:1", .credentials), ("http://me:%4@p:1", .credentials),
    ("http://me:%+4@p:1", .credentials), ("http://me:%0a@p:1", .credentials), ("http://m%3Ae:x@p:1", .credentials),
    ("http://p:1/path", .unsupportedPart), ("http://p:1?x", .unsupportedPart),
    ("http://me:a/b@p:1/x", .unsupportedPart),
  ])
  func faultsAreTold(_ url: String, _ fault: ProxyServer.Fault) {
    #expect(throws: fault) { try ProxyServer(url, variable: "X") }
  }

  @Test(arguments: ["https_proxy", "ALL_PROXY", "http_proxy"])
  func aMalformedURLStopsTheStartAndItsPasswordStaysSecret(_ variable: String) throws {
    for url in [
      "http://me:hunter2@p:x", "socks5://me:hunter2@p:1", "https://me:hunter2@p:1", "me:hunter2://p", "x://hunter2",
    ] {
      let failure = try #require(throws: Failure.self) {
        try OutboundSettings { $0 == variable ? url : nil }
      }
      #expect(failure.status == .badInput)
      #expect(failure.description.contains(variable))
      #expect(failure.description.contains("hint:"))
      #expect(!failure.description.contains("hunter2"))
    }
  }

  @Test(arguments: [
    ("", "api.host", 443, false), ("*", "api.host", 443, true), ("api.host", "api.host", 443, true),
    ("API.Host.", "api.host", 443, true), ("api.host", "API.HOST", 443, true), ("host", "api.host", 443, true),
    (".host", "api.host", 443, true), (".api.host", "api.host", 443, true), ("*.host", "api.host", 443, true),
    ("ost", "api.host", 443, false), ("api.host.com", "api.host", 443, false),
    ("a, api.host ,b", "api.host", 443, true),
    ("a api.host", "api.host", 443, true), ("api.host:443", "api.host", 443, true),
    ("api.host:80", "api.host", 443, false),
    ("*:80", "api.host", 443, false), ("10.0.0.0/8", "10.1.2.3", 443, true), ("10.0.0.0/8", "11.1.2.3", 443, false),
    ("10.1.2.3", "10.1.2.3", 443, true), ("10.1.2.3:443", "10.1.2.3", 443, true),
    ("10.1.2.3:80", "10.1.2.3", 443, false),
    ("10.0.0.0/8:80", "10.1.2.3", 443, false), ("fd00::/8", "fd00::5", 443, true), ("fd00::5", "fd00:0::5", 443, true),
    ("[fd00::5]:443", "fd00::5", 443, true), ("[fd00::5]:80", "fd00::5", 443, false),
    ("[fd00::5]", "fd00::5", 443, true),
    ("10.0.0.0/8", "ten.host", 443, false), (".,:,,.:1", "api.host", 443, false),
    // This machine needs no proxy, whatever the list says.
    ("", "localhost", 80, true), ("", "LOCALHOST.", 80, true), ("", "a.localhost", 80, true),
    ("", "127.9.9.9", 80, true),
    ("", "::1", 80, true), ("", "::ffff:127.0.0.1", 80, true), ("", "notlocalhost", 80, false),
    ("", "0.0.0.0", 80, false),
  ])
  func exceptionsAreFound(_ list: String, _ host: String, _ port: Int, _ isException: Bool) {
    #expect(ProxyExceptions(list).contains(host: host, port: port) == isException)
  }

  @Test func aProxyThatIsUsedIsTold() throws {
    func notices(_ bases: [String], _ variables: [String: String]) throws -> [String] {
      let models = bases.map { base in
        #"{model_name: "\#(base)", litellm_params: {model: openai/m, api_key: os.environ/KEY, api_base: "\#(base)"}}"#
      }
      let yaml = "model_list: [\(models.joined(separator: ", "))]\ngeneral_settings: {master_key: os.environ/KEY}"
      let (configuration, _) = try ConfigurationReader.read(yaml: yaml, file: "x.yaml", environment: { _ in "sk-1" })
      return try OutboundSettings { variables[$0] }.notices(for: configuration)
    }
    let variables = ["HTTPS_PROXY": "http://me:hunter2@proxy.test:3128", "NO_PROXY": "near.test"]
    let far = ["https://near.test/v1", "http://far.test/v1", "https://far.test/v1"]
    #expect(
      try notices(far, variables)
        == ["https:// providers are reached through the proxy at proxy.test:3128 (HTTPS_PROXY)"]
    )
    #expect(try notices(["https://near.test/v1", "https://127.0.0.1:1/v1"], variables).isEmpty)
    #expect(try notices(far, [:]).isEmpty)
  }

  @Test func base64IsPadded() {
    #expect(["", "f", "fo", "foo", "foob"].map { base64(Array($0.utf8)) } == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="])
    #expect(base64([0xFB, 0xFF, 0xBF]) == "+/+/")
  }
}
