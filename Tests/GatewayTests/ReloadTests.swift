import FakeUpstream
import Foundation
import Testing

@testable import Gateway

/// The configuration is read anew while the gateway serves.
@Suite struct ReloadTests {
  private static let secondKey = "sk-second-0123456789abcdef0123456789abcdef"

  private func configuration(_ yaml: String, masterKey: String = TestGateway.key) throws -> GatewayConfiguration {
    let values = ["PROVIDER_KEY": TestGateway.providerKey, "LITELLM_MASTER_KEY": masterKey, "CI_KEY": "sk-ci"]
    return try ConfigurationReader.read(yaml: yaml, file: "new.yaml", environment: { values[$0] }).0
  }

  private func yaml(_ models: [(name: String, origin: String)], _ router: String = "", keys: String = "") -> String {
    let entries = models.map { name, origin in
      """
        - model_name: \(name)
          litellm_params: {model: openai/\(name), api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      """
    }
    return """
      model_list:
      \(entries.joined(separator: "\n"))
      router_settings: {num_retries: 0\(router)}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY, client_keys: [\(keys)]}
      """
  }

  private func reload(_ gateway: TestGateway, _ yaml: String, masterKey: String = TestGateway.key) async throws {
    let options = Gateway.Options(host: "127.0.0.1", port: 0)
    try await gateway.gateway.reload(configuration(yaml, masterKey: masterKey), options)
  }

  @Test func modelsComeAndGoAndAStreamGoesOn() async throws {
    let slow = FakeUpstream.Script.respond { request in
      request.wantsStream
        ? .stream((0..<20).map { "data: \($0)\n\n" }).paced(by: .milliseconds(50)) : .body("{}")
    }
    try await FakeUpstream.run(slow) { upstream in
      try await TestGateway.serve(yaml([("old", upstream.origin)])) { gateway in
        let client = try RawClient(port: gateway.port)
        let headers = ["Authorization: Bearer \(TestGateway.key)", "Connection: close"]
        await client.send(TestGateway.request("/v1/responses", #"{"model":"old","stream":true}"#, headers: headers))
        let start = await client.receive(until: "data: 0\n\n")
        try await reload(gateway, yaml([("new", upstream.origin)]))
        try await gateway.expect(400, "/v1/responses", #"{"model":"old"}"#)
        try await gateway.expect(200, "/v1/responses", #"{"model":"new"}"#)
        let all = Array(start.utf8) + (await client.receiveAll())
        let answer = try #require(HTTPAnswer(all))
        #expect(answer.isComplete)
        #expect(answer.text == (0..<20).map { "data: \($0)\n\n" }.joined())
      }
    }
  }

  @Test func anOpenConnectionGoesByTheNewKey() async throws {
    try await FakeUpstream.run(.answers([.text("hello")])) { upstream in
      try await TestGateway.serve(yaml([("m", upstream.origin)])) { gateway in
        let client = try RawClient(port: gateway.port)
        await client.send(TestGateway.request("/v1/models"))
        _ = await client.receive(until: "\"models\":")
        try await reload(gateway, yaml([("m", upstream.origin)]), masterKey: Self.secondKey)
        await client.send(TestGateway.request("/v1/models"))
        #expect(await client.receive(until: "wrong key").contains("HTTP/1.1 401"))
        await client.send(TestGateway.request("/v1/models", headers: ["x-api-key: \(Self.secondKey)"]))
        #expect(await client.receive(until: "\"models\":").contains("HTTP/1.1 200"))
      }
    }
  }

  @Test func aRestIsNotForgotten() async throws {
    let cooling = ", cooldown_time: 60, fallbacks: [{m: [backup]}]"
    try await FakeUpstream.run(.respond { _ in .error(401, "no", as: .chat) }) { broken in
      try await FakeUpstream.run(.answers([.text("backup")])) { backup in
        let models = [("m", broken.origin), ("backup", backup.origin)]
        try await TestGateway.serve(yaml(models, cooling)) { gateway in
          try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#)
          #expect(broken.requests.count == 1)
          try await reload(gateway, yaml(models + [("third", backup.origin)], cooling))
          try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#)
          #expect(broken.requests.count == 1)
          // At another address it is another deployment, of which nothing is known.
          try await reload(gateway, yaml([("m", backup.origin), ("backup", backup.origin)], cooling))
          let answer = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
          #expect(answer.header("x-litellm-attempted-fallbacks") == "0")
          #expect(answer.status == 200)
        }
      }
    }
  }

  @Test func aDeploymentThatIsPutBeforeAnotherTakesNothingFromIt() async throws {
    let cooling = ", cooldown_time: 60, fallbacks: [{m: [backup]}]"
    try await FakeUpstream.run(.respond { _ in .error(401, "no", as: .chat) }) { broken in
      try await FakeUpstream.run(.answers([.text("backup")])) { backup in
        let models = [("m", broken.origin), ("backup", backup.origin)]
        try await TestGateway.serve(yaml(models, cooling)) { gateway in
          try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#)
          #expect(broken.requests.count == 1)
          // The one that rests is the second of its name now.
          try await reload(gateway, yaml([("m", backup.origin)] + models, cooling))
          for _ in 0..<20 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#) }
          #expect(broken.requests.count == 1)
        }
      }
    }
  }

  @Test func whatAKeyHasAskedForStaysCounted() async throws {
    let keys = "{name: ci, key: os.environ/CI_KEY, rpm: 2}"
    try await FakeUpstream.run(.answers([.text("hello")])) { upstream in
      let text = yaml([("m", upstream.origin)], keys: keys)
      try await TestGateway.serve(text) { gateway in
        let headers = ["Authorization: Bearer sk-ci"]
        for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: headers) }
        try await reload(gateway, text)
        try await gateway.expect(429, "/v1/responses", #"{"model":"m"}"#, headers: headers)
        try await reload(gateway, text.replacing("rpm: 2", with: "rpm: 3"))
        try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: headers)
      }
    }
  }

  @Test func anAnswerOfAnotherModelIsNotKeptForTheNewOne() async throws {
    try await FakeUpstream.run(.answers([.text("of the old")])) { old in
      try await FakeUpstream.run(.answers([.text("of the new")])) { new in
        let cache = "\nlitellm_settings: {cache: true}"
        try await TestGateway.serve(yaml([("m", old.origin)]) + cache) { gateway in
          let body = #"{"model":"m"}"#
          for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", body) }
          #expect(old.requests.count == 1)
          try await reload(gateway, yaml([("m", new.origin)]) + cache)
          let answer = try await gateway.send("/v1/responses", body)
          #expect(answer.text.contains("of the new"))
        }
      }
    }
  }

  @Test func theFirstUpstreamWithTLSMayComeLater() async throws {
    try await FakeUpstream.run(.answers([.text("in the open")])) { open in
      try await FakeUpstream.run(.answers([.text("in private")]), tls: .selfSigned) { secure in
        let file = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID()).pem").path
        try FakeUpstream.certificatePEM.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await TestGateway.serve(yaml([("m", open.origin)])) { gateway in
          var options = Gateway.Options(host: "127.0.0.1", port: 0)
          options.outbound = try OutboundSettings { $0 == "SSL_CERT_FILE" ? file : nil }
          try await gateway.gateway.reload(configuration(yaml([("m", secure.origin)])), options)
          let answer = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
          #expect(answer.text.contains("in private"), "\(answer.text)")
        }
      }
    }
  }
}

@Suite struct FileWatchTests {
  @Test func noticesEachKindOfChangeOnce() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "watch-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (first, second) = (folder.appending(path: "a"), folder.appending(path: "b"))
    try "one".write(to: first, atomically: false, encoding: .utf8)
    var watch = FileWatch([first.path, second.path])
    try "two".write(to: first, atomically: true, encoding: .utf8)
    #expect(await watch.next() == [first.path])
    try "new".write(to: second, atomically: false, encoding: .utf8)
    #expect(await watch.next() == [second.path])
    try FileManager.default.removeItem(at: first)
    #expect(await watch.next() == [first.path])
    let waiting = Task { [watch] in
      var watch = watch
      return await watch.next()
    }
    try await Task.sleep(for: .milliseconds(100))
    waiting.cancel()
    #expect(await waiting.value == nil)
  }
}
