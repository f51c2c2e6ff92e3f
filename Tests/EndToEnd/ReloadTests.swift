import FakeUpstream
import Foundation
import Glibc
import Testing

extension EndToEndTests {
  /// The proxy takes over what changes in its files.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct ReloadTests {
    private func status(_ model: String, _ proxy: Proxy, key: String) throws -> Int {
      let body = #"{"model":"\#(model)","messages":[]}"#
      let head = "POST /v1/chat/completions HTTP/1.1\r\nconnection: close\r\nauthorization: Bearer \(key)\r\n"
      return try Exchange(head + "content-length: \(body.utf8.count)\r\n\r\n\(body)", port: proxy.port).status
    }

    @Test func `a changed file is taken over, a broken one is not, and SIGHUP reads it again`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let key = try machine.setting("LITELLM_MASTER_KEY")
        let proxy = try await Proxy.start(machine.tool(["proxy", "--simulate", "--port", "0"]))
        #expect(try status("gpt-5.5", proxy, key: key) == 200)
        #expect(try status("brand-new", proxy, key: key) == 400)

        let file = machine.project.appending(path: "litellm_config.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let parameters = "litellm_params: {model: openai/x, api_key: os.environ/OPENAI_API_KEY}"
        let entry = "  - {model_name: brand-new, \(parameters)}\n"
        try text.replacing("model_list:\n", with: "model_list:\n\(entry)")
          .write(to: file, atomically: true, encoding: .utf8)
        try await proxy.expectLine(containing: "litellm_config.yaml changed: read again")
        #expect(try status("brand-new", proxy, key: key) == 200)

        try text.replacing("model_list:", with: "model_list: [").write(to: file, atomically: true, encoding: .utf8)
        try await proxy.expectLine(containing: "litellm_config.yaml changed: it cannot be used")
        #expect(proxy.errors.contains("litellm_config.yaml:"))
        #expect(try status("brand-new", proxy, key: key) == 200)

        try text.write(to: file, atomically: true, encoding: .utf8)
        // The watch takes a moment to notice; the signal does not wait for it.
        proxy.signal(SIGHUP)
        try await proxy.expectLine(containing: "SIGHUP: read again")
        #expect(try status("brand-new", proxy, key: key) == 400)

        try await proxy.expectLine(containing: "litellm_config.yaml changed: read again; 12 deployments")
        let rotation = try await machine.run("rotate-key", "--yes")
        #expect(rotation.status == 0, "\(rotation)")
        try await proxy.expectLine(containing: ".env changed: read again")
        #expect(try status("gpt-5.5", proxy, key: key) == 401)
        #expect(try status("gpt-5.5", proxy, key: machine.setting("LITELLM_MASTER_KEY")) == 200)
        #expect(try await proxy.stop().status == 0)
      }
    }
  }
}
