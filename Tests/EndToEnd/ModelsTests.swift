import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `models list`, `models test` and `models add`.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct ModelsTests {
    @Test func `models are listed with and without a gateway`() async throws {
      try await FakeUpstream.run(.answers([.text("ok")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          let files = try await machine.run("models", "list")
          #expect(files.status == 0, "\(files)")
          #expect(files.errors.hasPrefix("no gateway runs at http://localhost:\(machine.port)"), "\(files)")
          #expect(files.output.contains("chat-completions, responses  codex\n"), "\(files)")
          try await machine.withProxy { _ in
            let running = try await machine.run("models", "list")
            #expect(running.status == 0, "\(running)")
            #expect(running.errors.isEmpty, "\(running)")
            #expect(running.output == files.output, "\(running)")
            let json = try await machine.run("models", "list", "--json")
            let report = try JSONDecoder().decode(ShownModels.self, from: Data(json.output.utf8))
            #expect(report.schemaVersion == 1)
            #expect(report.source == "gateway")
            let model = try #require(report.models.first { $0.name == "claude-sonnet-5-5" })
            #expect(model.formats == ["messages"])
            #expect(model.defaultOf == ["claude"])
            #expect(model.deployments.first?.provider == "anthropic")
            #expect(model.deployments.first?.host == "127.0.0.1")
          }
        }
      }
    }

    @Test func `models test tells a model that answers from one whose key is refused`() async throws {
      let refusal = FakeUpstream.Script.respond { _ in
        .error(401, "no such key: \(Machine.anthropicKey)", as: .messages)
      }
      try await FakeUpstream.run(.answers([.text("ok")])) { good in
        try await FakeUpstream.run(refusal) { bad in
          try await Machine.with { machine in
            try await machine.initialize(for: good, clients: "none")
            _ = try await machine.run("init", "--yes", "--clients", "none", "--set", "ANTHROPIC_API_BASE=\(bad.origin)")
            try await machine.withProxy { _ in
              let ok = try await machine.run("models", "test", "gpt-5.5")
              #expect(ok.status == 0, "\(ok)")
              #expect(ok.errors == "sending 2 requests, each spends a few tokens\n", "\(ok)")
              #expect(ok.output.hasSuffix("2 ok, 0 failed\n"), "\(ok)")

              let mixed = try await machine.run("models", "test", "gpt-5.5", "claude-opus-5-5", "--json")
              #expect(mixed.status == 1, "\(mixed)")
              let report = try JSONDecoder().decode(ShownTests.self, from: Data(mixed.output.utf8))
              #expect(report.results.map(\.verdict) == ["ok", "ok", "bad-key"])
              #expect(report.results.map(\.format) == ["chat-completions", "responses", "messages"])
              #expect(report.failed == 1)
              #expect(!mixed.output.contains(Machine.anthropicKey), "\(mixed)")

              let unknown = try await machine.run("models", "test", "gtp-5.5")
              #expect(unknown.status == 64, "\(unknown)")
              #expect(unknown.errors.contains("did you mean gpt-5.5?"), "\(unknown)")

              let other = try await machine.run("models", "test", "gpt-5.5", "--format", "messages")
              // Translated by the gateway.
              #expect(other.status == 0, "\(other)")
              #expect(other.output.hasSuffix("1 ok, 0 failed\n"), "\(other)")
            }
            let down = try await machine.run("models", "test")
            #expect(down.status == 69, "\(down)")
            #expect(down.errors.contains("agentproxy-setup up"), "\(down)")
          }
        }
      }
    }

    @Test func `another service on the port is not taken for the gateway`() async throws {
      try await FakeUpstream.run(.respond { _ in .body("<html>", type: "text/html") }) { provider in
        try await Machine.with { machine in
          let port = try #require(provider.origin.split(separator: ":").last)
          _ = try await machine.run("init", "--yes", "--clients", "none", "--set", "AGENTPROXY_PORT=\(port)")
          let outcome = try await machine.run("models", "list")
          #expect(outcome.status == 1, "\(outcome)")
          #expect(outcome.errors.contains("is no gateway"), "\(outcome)")
        }
      }
    }

    @Test func `a model that is added answers`() async throws {
      try await FakeUpstream.run(.answers([.text("ok")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          let dry = try await machine.run("models", "add", "fast=upstream-fast", "--dry-run")
          #expect(dry.status == 2, "\(dry)")
          #expect(dry.output.contains("+OPENAI_MODELS=fast=upstream-fast"), "\(dry)")
          try await machine.withProxy { _ in
            let added = try await machine.run("models", "add", "fast=upstream-fast", "--yes")
            #expect(added.status == 0, "\(added)")
            #expect(added.output.contains("agentproxy-setup models test fast"), "\(added)")
            #expect(added.errors.contains("the tools start with what they did"), "\(added)")
            // The gateway has seen the change by itself when the command ends.
            let tested = try await machine.run("models", "test", "fast", "--format", "responses")
            #expect(tested.status == 0, "\(tested)")
          }
          #expect(provider.modelRequests.map(\.model) == ["upstream-fast"])
          let again = try await machine.run("models", "add", "fast=upstream-fast", "--yes")
          #expect(again.output.hasPrefix("nothing to do\n"), "\(again)")
          let unknown = try await machine.run("models", "add", "x", "--provider", "opneai", "--yes")
          #expect(unknown.status == 64, "\(unknown)")
          #expect(unknown.errors.contains("did you mean OPENAI?"), "\(unknown)")
        }
      }
    }
  }
}

/// The parts of the list that the tests look at.
private struct ShownModels: Decodable {
  struct Deployment: Decodable {
    let provider: String
    let host: String?
  }
  struct Model: Decodable {
    let name: String
    let deployments: [Deployment]
    let formats: [String]
    let defaultOf: [String]
  }
  let schemaVersion: Int
  let source: String
  let models: [Model]
}

/// The parts of the tests' results that the tests look at.
private struct ShownTests: Decodable {
  struct Result: Decodable {
    let format: String
    let verdict: String
  }
  let failed: Int
  let results: [Result]
}
