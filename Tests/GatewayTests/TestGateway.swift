import Diagnostics
import FakeUpstream
import Foundation
import NIOCore
import Testing

@testable import Gateway

/// A gateway on a free port, in front of an upstream that plays both providers.
struct TestGateway {
  static let key = "sk-local-0123456789abcdef0123456789abcdef"
  static let providerKey = "provider-token-0123456789"

  let gateway: Gateway
  let port: Int

  static func configuration(_ origin: String, extra: String = "") -> String {
    """
    model_list:
      - model_name: gpt-test
        litellm_params: {model: openai/gpt-upstream, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: same-name
        litellm_params: {model: openai/same-name, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: claude-test
        litellm_params: {model: anthropic/claude-upstream, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)"}
      - model_name: chat-only
        litellm_params: {model: custom_openai/chat, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: wild-*
        litellm_params: {model: openai/upstream-*, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: mock
        litellm_params: {model: openai/any, mock_response: "a mock answer"}
      - model_name: quick
        litellm_params: {model: openai/slow, timeout: 1, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: patient
        litellm_params: {model: openai/slow, timeout: 3, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: unreachable
        litellm_params: {model: openai/x, api_key: os.environ/PROVIDER_KEY, api_base: "http://127.0.0.1:1/v1"}
    router_settings:
      num_retries: 0
      model_group_alias: {nickname: gpt-test, secret-name: {model: gpt-test, hidden: true}}
    general_settings:
      master_key: os.environ/LITELLM_MASTER_KEY
    \(extra)
    """
  }

  /// Runs `body` with a gateway in front of an upstream that follows `script`.
  static func run(
    _ script: FakeUpstream.Script = .answers([.text("hello from upstream")]),
    tls: Bool = false,
    extra: String = "",
    limits: GatewayLimits = GatewayLimits(),
    log: LogWriter? = nil,
    _ body: (TestGateway, FakeUpstream) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(script, tls: tls ? .selfSigned : nil) { upstream in
      var options = Gateway.Options(host: "127.0.0.1", port: 0)
      options.limits = limits
      options.log = log
      var certificate: URL?
      if tls {
        let file = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID()).pem")
        try FakeUpstream.certificatePEM.write(to: file, atomically: true, encoding: .utf8)
        options.outbound.certificateBundles = [CertificateBundle(name: "the test", path: file.path)]
        certificate = file
      }
      defer { certificate.map { try? FileManager.default.removeItem(at: $0) } }
      try await serve(configuration(upstream.origin, extra: extra), options) { try await body($0, upstream) }
    }
  }

  /// Runs `body` with a gateway that follows a configuration.
  static func serve(
    _ yaml: String,
    _ options: Gateway.Options = Gateway.Options(host: "127.0.0.1", port: 0),
    _ body: (TestGateway) async throws -> Void
  ) async throws {
    let values = [
      "PROVIDER_KEY": providerKey, "LITELLM_MASTER_KEY": key, "FREE_KEY": "sk-free", "CI_KEY": "sk-ci",
    ]
    let (configuration, findings) = try ConfigurationReader.read(
      yaml: yaml,
      file: "test.yaml",
      environment: { values[$0] }
    )
    #expect(findings.isEmpty)
    let gateway = try await Gateway.start(configuration, options)
    do {
      let port = try #require(URL(string: gateway.baseURL)?.port)
      try await body(TestGateway(gateway: gateway, port: port))
    } catch {
      gateway.cut()
      await gateway.stop()
      throw error
    }
    gateway.cut()
    await gateway.stop()
  }

  /// Sends one request on a connection of its own.
  func send(
    _ path: String,
    _ body: String? = nil,
    method: String? = nil,
    headers: [String] = ["Authorization: Bearer \(TestGateway.key)"]
  ) async throws -> HTTPAnswer {
    let client = try RawClient(port: port)
    await client.send(Self.request(path, body, method: method, headers: headers + ["Connection: close"]))
    return try #require(HTTPAnswer(await client.receiveAll()))
  }

  /// Sends one request and expects a status.
  func expect(
    _ status: Int,
    _ path: String,
    _ body: String? = nil,
    method: String? = nil,
    headers: [String] = ["Authorization: Bearer \(TestGateway.key)"],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let answer = try await send(path, body, method: method, headers: headers)
    #expect(answer.status == status, sourceLocation: sourceLocation)
  }

  static func request(
    _ path: String,
    _ body: String? = nil,
    method: String? = nil,
    headers: [String] = ["Authorization: Bearer \(TestGateway.key)"]
  ) -> String {
    let length = body.map { ["Content-Length: \($0.utf8.count)"] } ?? []
    let head = ["\(method ?? (body == nil ? "GET" : "POST")) \(path) HTTP/1.1", "Host: localhost"] + headers + length
    return head.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
  }
}
