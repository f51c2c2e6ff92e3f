import Diagnostics
import FakeUpstream
import Foundation
import Testing

@testable import Gateway

/// Authorities that the user trusts beside the system's.
@Suite struct CertificateBundleTests {
  /// Runs `body` with a scratch folder.
  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bundles-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  private func configuration(_ origin: String, _ settings: String = "{}") -> String {
    """
    model_list:
      - model_name: m
        litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
    router_settings: {num_retries: 0}
    litellm_settings: \(settings)
    general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
    """
  }

  /// Starts a gateway in front of a provider that only the test's authority vouches for.
  private func serve(_ variables: [String: String], settings: String = "{}") async throws {
    try await FakeUpstream.run(.answers([.text("trusted")]), tls: .selfSigned) { upstream in
      var options = Gateway.Options(host: "127.0.0.1", port: 0)
      options.outbound = try OutboundSettings { variables[$0] }
      try await TestGateway.serve(configuration(upstream.origin, settings), options) { gateway in
        let answer = try await gateway.send("/v1/chat/completions", #"{"model":"m"}"#)
        #expect(answer.text.contains("trusted"))
      }
    }
  }

  @Test(arguments: ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR"])
  func theVariablesOfOtherProgramsCount(_ variable: String) async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "company.pem")
      try Data(("A comment\n" + FakeUpstream.certificatePEM).utf8).write(to: file)
      try Data("no certificate".utf8).write(to: folder.appending(path: "README"))
      try await serve([variable: variable == "SSL_CERT_DIR" ? "/etc/ssl/certs:\(folder.path)" : file.path])
    }
  }

  @Test func oneDoesNotReplaceAnother() async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "company.pem")
      try Data(FakeUpstream.certificatePEM.utf8).write(to: file)
      try await serve(["SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt", "NODE_EXTRA_CA_CERTS": file.path])
      try await serve(["REQUESTS_CA_BUNDLE": folder.path])
    }
  }

  @Test func litellmSettingsNameOneToo() async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "company.pem")
      try Data(FakeUpstream.certificatePEM.utf8).write(to: file)
      try await serve([:], settings: #"{ssl_verify: "\#(file.path)"}"#)
    }
  }

  @Test(arguments: [
    ("SSL_CERT_FILE", "missing.pem", "does not exist"), ("NODE_EXTRA_CA_CERTS", "empty.pem", "has no certificate"),
    ("REQUESTS_CA_BUNDLE", "broken.pem", "has no certificate"), ("SSL_CERT_FILE", "key.pem", "has no certificate"),
    ("SSL_CERT_DIR", "missing", "does not exist"), ("SSL_CERT_DIR", ".", "has no file with a certificate"),
    ("SSL_CERT_DIR", "empty.pem", "cannot be read: Not a directory"),
  ])
  func aBundleThatIsOfNoUseStopsTheStart(_ variable: String, _ name: String, _ words: String) async throws {
    try await withFolder { folder in
      let broken = FakeUpstream.certificatePEM.replacingOccurrences(of: "MIIB", with: "AAAA")
      try Data().write(to: folder.appending(path: "empty.pem"))
      try Data(broken.utf8).write(to: folder.appending(path: "broken.pem"))
      try Data(ServerTLS.selfSigned.key.utf8).write(to: folder.appending(path: "key.pem"))
      let path = "\(folder.path)/\(name)"
      let failure = await #expect(throws: Failure.self) { try await serve([variable: path]) }
      #expect(failure?.status == .badInput)
      let text = failure?.description ?? ""
      #expect(text.hasPrefix("\(path): error: the f"))
      #expect(text.contains("that \(variable) names \(words)"))
      #expect(text.contains("hint:"))
    }
  }

  /// Without a provider that needs it, nobody looks at it.
  @Test func aBundleThatIsNotNeededIsNotRead() async throws {
    try await FakeUpstream.run(.answers([.text("in the open")])) { upstream in
      var options = Gateway.Options(host: "127.0.0.1", port: 0)
      options.outbound = try OutboundSettings { $0 == "SSL_CERT_FILE" ? "/nowhere" : nil }
      try await TestGateway.serve(configuration(upstream.origin), options) { gateway in
        try await gateway.expect(200, "/v1/chat/completions", #"{"model":"m"}"#)
      }
    }
  }

  @Test(arguments: ["false", "False", #""false""#, "os.environ/VERIFY"])
  func certificatesAreCheckedWhateverTheFileSays(_ value: String) throws {
    let values = ["LITELLM_MASTER_KEY": "sk-1", "PROVIDER_KEY": "x", "VERIFY": "False"]
    let (configuration, findings) = try ConfigurationReader.read(
      yaml: configuration("https://api.test", "{ssl_verify: \(value)}"),
      file: "test.yaml",
      environment: { values[$0] }
    )
    #expect(configuration.certificateBundle == nil)
    #expect(findings.map(\.id) == ["config.ssl-verify"])
    #expect(findings.first?.severity == .warning)
    #expect(findings.first?.message.contains("is not honoured") == true)
  }
}
