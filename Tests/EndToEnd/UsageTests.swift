import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `usage` on the log that the embedded gateway keeps.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct UsageTests {
    @Test func `usage counts the requests of a gateway that runs`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          try await machine.withProxy { proxy in
            let key = try machine.setting("LITELLM_MASTER_KEY")
            for model in ["gpt-5.5", "gpt-5.5", "no-such-model"] {
              _ = try Exchange.post("/v1/responses", #"{"model":"\#(model)"}"#, key: key, port: proxy.port)
            }
            let report = try await machine.usage(until: 3)
            #expect(report.by == "model")
            #expect(report.total.errors == 1)
            let group = try #require(report.groups.first { $0.name == "gpt-5.5" })
            #expect(group.requests == 2)
            #expect(group.errors == 0)
            #expect((group.latencyMilliseconds?.p95 ?? -1) > 0)
            #expect(group.requestsPerSlot?.reduce(0, +) == 2)

            let text = try await machine.run("usage", "--by", "tool")
            #expect(text.status == 0, "\(text)")
            #expect(text.output.hasPrefix("tool "), "\(text)")
            #expect(!text.output.contains("█"), "\(text)")
            let lines = try await machine.run("usage", "--csv", "--since", "1h")
            #expect(lines.output.hasPrefix("model,requests,errors,input_tokens,"), "\(lines)")
            #expect(lines.output.contains("\r\ngpt-5.5,2,0,"), "\(lines)")
          }
          let last = try await machine.run("usage", "--last", "2")
          #expect(last.output.hasPrefix("last requests "), "\(last)")
          #expect(last.output.contains(/no-such-model +400/), "\(last)")
          #expect(last.output.split(separator: "\n").count == 3, "\(last)")
          let rows = try await machine.run("usage", "--last", "250", "--csv").output.split(separator: "\r\n")
          #expect(rows.first == "created_at,tool,model,status,latency_ms,input_tokens,output_tokens,error")
          #expect(rows.count == 4, "\(rows)")
          #expect(rows.last?.contains(",gpt-5.5,200,") == true, "\(rows)")
          let json = try await machine.run("usage", "--last", "1", "--json")
          #expect(json.output.contains("\"schemaVersion\" : 1"), "\(json)")
          #expect(json.output.contains("\"model\" : \"no-such-model\""), "\(json)")
          for wrong in [["0"], ["251"], ["2", "--by", "day"], ["2", "--since", "7d"]] {
            #expect(try await machine.tool(["usage", "--last"] + wrong).run().status == 64)
          }
          // The gateway has closed it.
          #expect(try await machine.run("usage").output.contains("gpt-5.5"))
        }
      }
    }

    @Test(.enabled(if: Program.areAvailable(.tmux)))
    func `usage draws bars on a terminal`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          try await machine.withProxy { proxy in
            let key = try machine.setting("LITELLM_MASTER_KEY")
            _ = try Exchange.post("/v1/responses", #"{"model":"gpt-5.5"}"#, key: key, port: proxy.port)
            _ = try await machine.usage(until: 1)
            let tool = try Program.agentproxySetup.require()
            let command = machine.shell("'\(tool)' usage; sleep 60")
            try await Terminal.with(command, scratch: machine.folder, columns: 80) { terminal in
              let screen = try await terminal.wait(for: "gpt-5.5")
              #expect(screen.contains("over time"), "\(screen)")
              #expect(screen.contains("█"), "\(screen)")
            }
          }
        }
      }
    }

    @Test func `usage says what to do where there is nothing to show`() async throws {
      try await Machine.with { machine in
        let port = "AGENTPROXY_PORT=\(machine.port)"
        _ = try await machine.run("init", "--yes", "--clients", "none", "--set", port)
        let absent = try await machine.run("usage")
        #expect(absent.status == 0, "\(absent)")
        #expect(absent.output.isEmpty, "\(absent)")
        #expect(absent.errors.contains("note: there are no requests since 7d\n  hint: --since all"), "\(absent)")
        #expect(try await machine.run("usage", "--json").output.contains("\"groups\" : ["))

        _ = try await machine.run("init", "--yes", "--clients", "none", "--set", "AGENTPROXY_ENGINE=compose")
        let compose = try await machine.run("usage")
        #expect(compose.status == 69, "\(compose)")
        #expect(compose.errors.contains("LiteLLM is not up"), "\(compose)")

        try machine.write("damaged", String(repeating: "no database", count: 500))
        let damaged = try await machine.run("usage", "--request-log", "damaged")
        #expect(damaged.status == 65, "\(damaged)")
        #expect(damaged.errors.contains("damaged: error:"), "\(damaged)")
        #expect(try await machine.run("usage", "--since", "yesterday").status == 64)
      }
    }
  }
}
