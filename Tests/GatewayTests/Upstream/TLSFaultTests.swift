import FakeUpstream
import Foundation
import NIOCore
import NIOSSL
import Testing

@testable import Gateway

/// What a client reads when the provider's certificate is not in order, with real certificates.
@Suite(.enabled(if: TestAuthority.isAvailable)) struct TLSFaultTests {
  private let chat = #"{"model":"secure"}"#

  /// Asks a provider that serves TLS in a certain way, by the name `host`.
  private func ask(
    _ host: String,
    _ tls: ServerTLS,
    trusting certificates: String? = nil,
    limits: GatewayLimits = GatewayLimits(),
    _ check: (HTTPAnswer) throws -> Void
  ) async throws {
    try await FakeUpstream.run(.answers([.text("in private")]), tls: tls) { upstream in
      try await ask("https://\(host):\(upstream.port)", trusting: certificates, limits: limits, check)
    }
  }

  private func ask(
    _ base: String,
    trusting certificates: String?,
    limits: GatewayLimits,
    _ check: (HTTPAnswer) throws -> Void
  ) async throws {
    let configuration = """
      model_list:
        - model_name: secure
          litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(base)/v1"}
      router_settings: {num_retries: 0}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    if let certificates {
      options.outbound.certificateBundles = [CertificateBundle(name: "the test", path: certificates)]
    }
    options.limits = limits
    try await TestGateway.serve(configuration, options) { gateway in
      try check(await gateway.send("/v1/chat/completions", chat))
    }
  }

  private func expect(_ words: String..., in answer: HTTPAnswer) throws {
    #expect(answer.status == 502)
    for word in words { #expect(answer.text.contains(word)) }
    #expect(answer.text.contains("cannot connect to the provider at "))
    for jargon in ["OPENSSL", "BoringSSL", "NIOSSL", "SSL routines"] { #expect(!answer.text.contains(jargon)) }
  }

  @Test(arguments: [
    ("localhost", "DNS:localhost"), ("127.0.0.1", "IP:127.0.0.1"), ("LOCALHOST", "DNS:other.test,DNS:LocalHost"),
  ])
  func aGoodCertificateIsAccepted(_ host: String, _ names: String) async throws {
    try await TestAuthority.with { authority in
      try await ask(host, authority.issue(names), trusting: authority.certificateFile) { answer in
        #expect(answer.status == 200)
        #expect(answer.text.contains("in private"))
      }
    }
  }

  @Test func anExpiredCertificate() async throws {
    try await TestAuthority.with { authority in
      let tls = try authority.issue("DNS:localhost", from: "20200101", until: "20210203")
      try await ask("localhost", tls, trusting: authority.certificateFile) { answer in
        try expect("its certificate expired on 2021-02-03", in: answer)
      }
    }
  }

  @Test func aCertificateThatIsNotYetValid() async throws {
    try await TestAuthority.with { authority in
      let tls = try authority.issue("DNS:localhost", from: "20800405", until: "20900101")
      try await ask("localhost", tls, trusting: authority.certificateFile) { answer in
        try expect("its certificate is valid from 2080-04-05 on", in: answer)
      }
    }
  }

  @Test(arguments: [
    ("localhost", "DNS:api.test,DNS:*.wild.test", "not for `localhost`, but for `api.test`, `*.wild.test`"),
    ("127.0.0.1", "DNS:api.test", "not for `127.0.0.1`, but for `api.test`"),
    // To be the machine that is connected to is not enough.
    ("localhost", "IP:127.0.0.1", "not for `localhost`"),
  ])
  func aCertificateForSomebodyElse(_ host: String, _ names: String, _ words: String) async throws {
    try await TestAuthority.with { authority in
      try await ask(host, authority.issue(names), trusting: authority.certificateFile) { answer in
        try expect("its certificate is \(words)", in: answer)
      }
    }
  }

  @Test func aSelfSignedCertificate() async throws {
    try await ask("localhost", .selfSigned) { answer in
      try expect("its certificate is signed by itself", "SSL_CERT_FILE", in: answer)
    }
  }

  @Test func anUnknownAuthority() async throws {
    try await TestAuthority.with { authority in
      try await ask("localhost", authority.issue("DNS:localhost")) { answer in
        try expect(
          "its certificate is signed by `Test Authority`, who is not trusted here",
          "SSL_CERT_FILE",
          in: answer
        )
      }
    }
  }

  @Test func plainHTTPWhereTLSShouldBe() async throws {
    let listener = try RawListener { descriptor in
      var greeting = [UInt8](repeating: 0, count: 4096)
      _ = recv(descriptor, &greeting, greeting.count, 0)
      _ = "HTTP/1.1 400 Bad Request\r\n\r\n".withCString { send(descriptor, $0, strlen($0), 0) }
    }
    try await ask("https://127.0.0.1:\(listener.port)", trusting: nil, limits: GatewayLimits()) { answer in
      try expect("it does not speak TLS on this port", "http://", in: answer)
    }
  }

  @Test func onlyAnOldVersionOfTLS() async throws {
    try await TestAuthority.with { authority in
      var tls = try authority.issue("DNS:localhost")
      tls.maximumVersion = .tlsv11
      try await ask("localhost", tls, trusting: authority.certificateFile) { answer in
        try expect("no TLS of version 1.2 or later", in: answer)
      }
    }
  }

  @Test func aConnectionThatEndsInTheHandshake() async throws {
    let listener = try RawListener { _ in }
    try await ask("https://127.0.0.1:\(listener.port)", trusting: nil, limits: GatewayLimits()) { answer in
      try expect("closed the connection in the middle of the TLS handshake", in: answer)
    }
  }

  @Test func silenceInTheHandshake() async throws {
    var limits = GatewayLimits()
    limits.connectTimeout = .milliseconds(300)
    let listener = try RawListener { _ in sleep(30) }
    try await ask("https://127.0.0.1:\(listener.port)", trusting: nil, limits: limits) { answer in
      try expect("did not answer the TLS handshake in time", in: answer)
    }
  }

  @Test(
    arguments: [
      (["api.test"], "api.test", true), (["api.test"], "API.TEST", true), (["api.test"], "api.test.", true),
      (["api.test"], "x.api.test", false), (["*.api.test"], "x.api.test", true), (["*.api.test"], "api.test", false),
      (["*.api.test"], "x.y.api.test", false), (["*.api.test"], ".api.test", false), (["*.test"], "api.test", false),
      (["*"], "api", false), (["*.*.test"], "a.b.test", false), (["a*.api.test"], "ab.api.test", false),
      (["x", "api.test"], "api.test", true), ([], "api.test", false), ([""], "", false), (["api.test"], "", false),
    ] as [([String], String, Bool)]
  )
  func namesAreMatched(_ names: [String], _ host: String, _ isNamed: Bool) {
    #expect(CertificateNames(names).contain(host) == isNamed)
  }
}
