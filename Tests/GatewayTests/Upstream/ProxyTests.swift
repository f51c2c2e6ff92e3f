import FakeUpstream
import Foundation
import NIOCore
import Testing

@testable import Gateway

/// Providers behind a proxy. Their names lead nowhere but through it.
@Suite struct ProxyTests {
  private let chat = #"{"model":"far"}"#

  private func configuration(_ base: String) -> String {
    """
    model_list:
      - model_name: far
        litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(base)/v1"}
    router_settings: {num_retries: 0}
    general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
    """
  }

  /// A gateway that reaches `base` through a proxy with credentials, if there are any.
  private func serve(
    _ base: String,
    through proxy: FakeProxy,
    credentials: String = "",
    trusting certificates: String? = nil,
    limits: GatewayLimits = GatewayLimits(),
    _ body: (TestGateway) async throws -> Void
  ) async throws {
    let url = "http://\(credentials)127.0.0.1:\(proxy.port)"
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.outbound = try OutboundSettings { $0 == "ALL_PROXY" ? url : nil }
    if let certificates {
      options.outbound.certificateBundles = [CertificateBundle(name: "the test", path: certificates)]
    }
    options.limits = limits
    try await TestGateway.serve(configuration(base), options, body)
  }

  @Test(.enabled(if: TestAuthority.isAvailable))
  func anEncryptedProviderIsReachedByATunnel() async throws {
    try await TestAuthority.with { authority in
      let tls = try authority.issue("DNS:provider.test")
      try await FakeUpstream.run(.answers([.text("from afar")]), tls: tls) { upstream in
        try await FakeProxy.run({ _ in .tunnel(to: upstream.port) }) { proxy in
          try await serve(
            "https://provider.test:8443",
            through: proxy,
            credentials: "me:se%63ret@",
            trusting: authority.certificateFile
          ) { gateway in
            for _ in 0..<3 {
              let answer = try await gateway.send("/v1/chat/completions", chat)
              #expect(answer.text.contains("from afar"))
            }
          }
          #expect(upstream.requests.first?.header("host") == "provider.test:8443")
          #expect(upstream.requests.first?.header("proxy-authorization") == nil)
          // The tunnel goes back to the pool like any other connection.
          #expect(proxy.heads.count == 1)
          let head = try #require(proxy.heads.first)
          #expect(head.hasPrefix("CONNECT provider.test:8443 HTTP/1.1\r\nHost: provider.test:8443\r\n"))
          #expect(head.contains("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n"))
          #expect(!head.contains(TestGateway.providerKey))
        }
      }
    }
  }

  /// The proxy leads to somebody else: that must not be taken for the provider.
  @Test(.enabled(if: TestAuthority.isAvailable))
  func theCertificateBehindTheTunnelMustBeTheProviders() async throws {
    try await TestAuthority.with { authority in
      let tls = try authority.issue("DNS:other.test,IP:127.0.0.1")
      try await FakeUpstream.run(.answers([.text("from an impostor")]), tls: tls) { upstream in
        try await FakeProxy.run({ _ in .tunnel(to: upstream.port) }) { proxy in
          try await serve("https://provider.test", through: proxy, trusting: authority.certificateFile) { gateway in
            let answer = try await gateway.send("/v1/chat/completions", chat)
            #expect(answer.status == 502)
          }
          #expect(upstream.requests.isEmpty)
        }
      }
    }
  }

  @Test func aPlainProviderIsReachedByWholeURLs() async throws {
    try await FakeUpstream.run(.answers([.text("from afar")])) { upstream in
      try await FakeProxy.run({ _ in .forward(to: upstream.port) }) { proxy in
        try await serve("http://provider.test:8080", through: proxy, credentials: "me:secret@") { gateway in
          for size in [10, 100_000, 10] {
            let body = #"{"model":"far","text":"\#(String(repeating: "x", count: size))"}"#
            let answer = try await gateway.send("/v1/chat/completions?a=b", body)
            #expect(answer.status == 200)
          }
        }
        #expect(proxy.heads.count == 1)
        for request in upstream.requests {
          #expect(request.path == "http://provider.test:8080/v1/chat/completions")
          #expect(request.query == "a=b")
          #expect(request.header("host") == "provider.test:8080")
          #expect(request.header("proxy-authorization") == "Basic bWU6c2VjcmV0")
        }
        #expect(upstream.requests.map { $0.text.utf8.count > 100_000 } == [false, true, false])
      }
    }
  }

  @Test(arguments: [
    ("HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=x\r\n\r\n", "", "wants a user name and a password"),
    ("HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=x\r\n\r\n", "me:hunter2@", "does not accept"),
    ("HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\n\r\n", "", "wants NTLM authentication"),
    ("HTTP/1.1 403 Forbidden\r\n\r\n<html>", "", "does not allow it"),
    ("HTTP/1.1 502 x\r\n\r\n", "", "cannot reach it"), ("HTTP/1.1 500 x\r\n\r\n", "", "status 500"),
    ("220 mail.test ESMTP\r\n\r\n", "", "does not answer in HTTP/1.1"), ("", "", "closed the connection"),
  ])
  func aProxyThatRefusesIsNamed(_ said: String, _ credentials: String, _ words: String) async throws {
    try await FakeProxy.run({ _ in .answer(said) }) { proxy in
      try await serve("https://provider.test", through: proxy, credentials: credentials) { gateway in
        let answer = try await gateway.send("/v1/chat/completions", chat)
        #expect(answer.status == 502)
        #expect(answer.text.contains("cannot connect to the provider at provider.test"))
        #expect(answer.text.contains("the proxy at 127.0.0.1:\(proxy.port) (ALL_PROXY)"))
        #expect(answer.text.contains(words))
        #expect(!answer.text.contains("hunter2"))
      }
    }
  }

  @Test func aForwardingProxyThatWantsCredentialsIsNamed() async throws {
    try await FakeProxy.run({ _ in .answer("HTTP/1.1 407 x\r\nContent-Length: 0\r\n\r\n") }) { proxy in
      try await serve("http://provider.test", through: proxy) { gateway in
        let answer = try await gateway.send("/v1/chat/completions", chat)
        #expect(answer.status == 502)
        #expect(answer.text.contains("wants a user name and a password"))
      }
    }
  }

  @Test func aSilentProxyRunsOutOfTime() async throws {
    var limits = GatewayLimits()
    limits.connectTimeout = .milliseconds(300)
    try await FakeProxy.run({ _ in .silence }) { proxy in
      try await serve("https://provider.test", through: proxy, limits: limits) { gateway in
        let answer = try await gateway.send("/v1/chat/completions", chat)
        #expect(answer.status == 502)
        #expect(answer.text.contains("did not answer in time"))
      }
    }
  }

  @Test func aProxyThatIsNotThereIsNamed() async throws {
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.outbound = try OutboundSettings { $0 == "https_proxy" ? "http://127.0.0.1:1" : nil }
    try await TestGateway.serve(configuration("https://provider.test"), options) { gateway in
      let answer = try await gateway.send("/v1/chat/completions", chat)
      #expect(answer.status == 502)
      #expect(answer.text.contains("the proxy at 127.0.0.1:1 (https_proxy) cannot be reached: connection refused"))
    }
  }

  /// This machine's own services are never asked for through a proxy.
  @Test func loopbackNeedsNoProxy() async throws {
    try await FakeUpstream.run(.answers([.text("from nearby")])) { upstream in
      try await FakeProxy.run({ _ in .answer("HTTP/1.1 403 x\r\n\r\n") }) { proxy in
        try await serve(upstream.origin, through: proxy) { gateway in
          try await gateway.expect(200, "/v1/chat/completions", chat)
        }
        #expect(proxy.heads.isEmpty)
      }
    }
  }

  /// An address in a certificate is compared with the one that the connection leads to: that would be the proxy's.
  @Test func anAddressCannotBeCheckedThroughAProxy() async throws {
    try await FakeProxy.run({ _ in .silence }) { proxy in
      await #expect(throws: (any Error).self) {
        try await serve("https://192.0.2.1", through: proxy) { _ in }
      }
    }
  }
}
