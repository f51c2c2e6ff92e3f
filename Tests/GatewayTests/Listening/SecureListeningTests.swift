import Diagnostics
import FakeUpstream
import Foundation
import NIOCore
import NIOSSL
import Testing

@testable import Gateway

/// Clients that come by TLS.
@Suite(.enabled(if: TestAuthority.isAvailable)) struct SecureListeningTests {
  /// Writes a certificate and its key into the authority's folder.
  private func files(
    _ tls: ServerTLS,
    in authority: TestAuthority,
    mode: Int = 0o600
  ) throws -> (certificate: String, key: String) {
    let name = UUID().uuidString
    let certificate = authority.folder.appending(path: "\(name).crt")
    let key = authority.folder.appending(path: "\(name).pem")
    try Data(tls.certificates.utf8).write(to: certificate)
    try Data(tls.key.utf8).write(to: key)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: key.path)
    return (certificate.path, key.path)
  }

  /// Runs `body` with a gateway that shows a certificate of the authority.
  private func serve(
    _ script: FakeUpstream.Script = .answers([.text("hello in private")]),
    limits: GatewayLimits = GatewayLimits(),
    _ body: (TestGateway, TestAuthority, FakeUpstream) async throws -> Void
  ) async throws {
    try await TestAuthority.with { authority in
      try await FakeUpstream.run(script) { upstream in
        let (certificate, key) = try files(authority.issue("DNS:localhost"), in: authority)
        var options = Gateway.Options(host: "127.0.0.1", port: 0)
        options.limits = limits
        let (read, findings) = try ServerCertificate.read(certificateFile: certificate, keyFile: key)
        #expect(findings.isEmpty)
        options.certificate = read
        try await TestGateway.serve(TestGateway.configuration(upstream.origin), options) { gateway in
          try await body(gateway, authority, upstream)
        }
      }
    }
  }

  private let closing = ["Authorization: Bearer \(TestGateway.key)", "Connection: close"]

  private func ask(
    _ gateway: TestGateway,
    _ authority: TestAuthority,
    _ body: String = #"{"model":"gpt-test"}"#
  ) async throws -> (HTTPAnswer?, SecureClient.Outcome) {
    let client = try await SecureClient.connect(port: gateway.port, trusting: authority.certificateFile)
    let outcome = try await client.converse(TestGateway.request("/v1/chat/completions", body, headers: closing))
    return (HTTPAnswer(outcome.received), outcome)
  }

  @Test func requestsAreAnswered() async throws {
    try await serve { gateway, authority, _ in
      #expect(gateway.gateway.baseURL == "https://127.0.0.1:\(gateway.port)")
      let (answer, outcome) = try await ask(gateway, authority)
      #expect(answer?.status == 200)
      #expect(answer?.text.contains("hello in private") == true)
      #expect(outcome.protocolName == "http/1.1")
      #expect(outcome.version == .tlsv13)
    }
  }

  @Test func largeBodiesPassBothWays() async throws {
    let script = FakeUpstream.Script.respond { request in
      .body(String(repeating: "y", count: request.body.count), type: "text/plain")
    }
    try await serve(script) { gateway, authority, _ in
      let text = String(repeating: "x", count: 3 << 20)
      let (answer, _) = try await ask(gateway, authority, #"{"model":"gpt-test","text":"\#(text)"}"#)
      #expect(answer?.status == 200)
      #expect(answer?.isComplete == true)
      #expect((answer?.body.count ?? 0) > 3 << 20)
    }
  }

  @Test func streamsPass() async throws {
    let events = (0..<20).map { "data: \($0)\n\n" }
    try await serve(.respond { _ in .stream(events).paced(by: .milliseconds(5)) }) { gateway, authority, _ in
      let (answer, _) = try await ask(gateway, authority, #"{"model":"gpt-test","stream":true}"#)
      #expect(answer?.text == events.joined())
      #expect(answer?.isComplete == true)
    }
  }

  @Test func oldVersionsAreNotSpoken() async throws {
    try await serve { gateway, authority, _ in
      let client = try await SecureClient.connect(port: gateway.port, trusting: authority.certificateFile) {
        $0.minimumTLSVersion = .tlsv1
        $0.maximumTLSVersion = .tlsv11
      }
      await #expect(throws: (any Error).self) { try await client.converse("GET / HTTP/1.1\r\n\r\n") }
      let (answer, _) = try await ask(gateway, authority)
      #expect(answer?.status == 200)
    }
  }

  @Test func aClientThatSpeaksPlainHTTPIsToldSo() async throws {
    try await serve { gateway, authority, _ in
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/chat/completions", #"{"model":"gpt-test"}"#))
      let answer = try #require(HTTPAnswer(await client.receiveAll()))
      #expect(answer.status == 400)
      #expect(answer.isComplete)
      let error = try #require(try answer.json()["error"] as? [String: Any])
      #expect((error["message"] as? String)?.contains("https://") == true)
      #expect(try await ask(gateway, authority).0?.status == 200)
    }
  }

  @Test(arguments: [
    [0x00], [0x16, 3, 1, 0xFF, 0xFF, 1, 2, 3], [0x16, 3, 1, 0, 2, 1, 0], [0x80, 0x2E, 1, 0, 2], [0xFF, 0xFF],
  ])
  func garbageEndsTheConnection(_ bytes: [UInt8]) async throws {
    var limits = GatewayLimits()
    // It counts for the good client too, which may be slow on a busy machine.
    limits.headTimeout = .seconds(10)
    limits.lingerTimeout = .milliseconds(300)
    try await serve(limits: limits) { gateway, authority, _ in
      let client = try RawClient(port: gateway.port)
      await client.send(bytes)
      // Whatever is said in farewell, it ends, and it is no HTTP.
      #expect(HTTPAnswer(await client.receiveAll()) == nil)
      #expect(try await ask(gateway, authority).0?.status == 200)
    }
  }

  @Test func aHandshakeThatIsNotFinishedRunsOutOfTime() async throws {
    var limits = GatewayLimits()
    limits.headTimeout = .seconds(2)
    limits.lingerTimeout = .milliseconds(300)
    try await serve(limits: limits) { gateway, _, _ in
      let silent = try RawClient(port: gateway.port)
      #expect(await silent.receiveAll().isEmpty)
      // The beginning of a greeting, of which 512 bytes are announced.
      let slow = try RawClient(port: gateway.port)
      await slow.send([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC])
      #expect(HTTPAnswer(await slow.receiveAll()) == nil)
    }
  }

  @Test func stoppingLetsARunningStreamEnd() async throws {
    let events = (0..<8).map { "data: \($0)\n\n" }
    try await serve(.respond { _ in .stream(events).paced(by: .milliseconds(100)) }) { gateway, authority, upstream in
      async let asked = ask(gateway, authority, #"{"model":"gpt-test","stream":true}"#)
      try await upstream.wait(timeout: .seconds(60)) { !$0.requests.isEmpty }
      #expect(await gateway.gateway.stop())
      let (answer, _) = try await asked
      #expect(answer?.text == events.joined())
      #expect(answer?.isComplete == true)
    }
  }

  // MARK: - The files

  @Test func filesThatAreOfNoUseAreNamed() async throws {
    try await TestAuthority.with { authority in
      let good = try files(authority.issue("DNS:localhost"), in: authority)
      let other = try files(authority.issue("DNS:localhost"), in: authority)
      let encrypted = authority.folder.appending(path: "encrypted.pem")
      let header = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"
      try Data(header.utf8).write(to: encrypted)
      for (certificate, key, named, words) in [
        ("/nowhere.crt", good.key, "/nowhere.crt", "there is no such file"),
        (good.certificate, "/nowhere.pem", "/nowhere.pem", "there is no such file"),
        (good.key, good.key, good.key, "no certificate"),
        (good.certificate, good.certificate, good.certificate, "no private key"),
        (good.certificate, encrypted.path, encrypted.path, "without a passphrase"),
        (good.certificate, other.key, other.key, "does not belong to the certificate in \(good.certificate)"),
      ] {
        let failure = try #require(throws: Failure.self) {
          try ServerCertificate.read(certificateFile: certificate, keyFile: key)
        }
        #expect(failure.status == .badInput)
        #expect(failure.description.hasPrefix("\(named): error: "))
        #expect(failure.description.contains(words))
      }
    }
  }

  @Test(arguments: [(0o600, false), (0o400, false), (0o640, true), (0o604, true)])
  func aKeyThatOthersCanReadIsAWarning(_ mode: Int, _ warns: Bool) async throws {
    try await TestAuthority.with { authority in
      let (certificate, key) = try files(authority.issue("DNS:localhost"), in: authority, mode: mode)
      let (_, findings) = try ServerCertificate.read(certificateFile: certificate, keyFile: key)
      #expect(findings.map(\.severity) == (warns ? [.warning] : []))
      #expect(findings.first?.hint == (warns ? "chmod 600 \(key)" : nil))
    }
  }

  @Test(arguments: [
    ("20200101", "20210203", "expired on 2021-02-03"), ("20800405", "20900101", "not valid before 2080-04-05"),
  ])
  func aCertificateOutOfItsTimeIsAWarning(_ from: String, _ until: String, _ words: String) async throws {
    try await TestAuthority.with { authority in
      let tls = try authority.issue("DNS:localhost", from: from, until: until)
      let (certificate, key) = try files(tls, in: authority)
      let (_, findings) = try ServerCertificate.read(certificateFile: certificate, keyFile: key)
      #expect(findings.count == 1)
      #expect(findings.first?.message.contains(words) == true)
    }
  }
}
