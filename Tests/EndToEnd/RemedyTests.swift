import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// What `doctor` advises is typed, and what it complained of is gone.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct RemedyTests {
    private static let sections = ["engine", "gateway"]

    /// Types the commands that a complaint of one check advises.
    ///
    /// - Parameters:
    ///   - id: the check.
    ///   - machine: where.
    ///   - remedy: what it advises.
    ///   - variables: added to the environment.
    ///   - breaking: breaks something anew. The gateway may have taken a change over by itself before anybody looks.
    ///   - location: where the test is.
    /// - Returns: what came of the last one.
    /// - Throws: when a command cannot be run.
    private func follow(
      _ id: String,
      _ machine: Machine,
      remedy: String,
      variables: [String: String] = [:],
      breaking: () async throws -> Void = {},
      location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
      var found: [(id: String, remedies: [String])] = []
      for _ in 0..<30 where found.isEmpty {
        try await breaking()
        found = try await machine.findings(Self.sections, variables)
      }
      #expect(found.map(\.id) == [id], "\(found)", sourceLocation: location)
      #expect(found.first?.remedies == [remedy], sourceLocation: location)
      var last: Outcome?
      for command in remedy.components(separatedBy: " && ") {
        let words = command.split(separator: " ").map(String.init)
        #expect(words.first == "agentproxy-setup", sourceLocation: location)
        last = try await machine.tool(Array(words.dropFirst()), variables: variables).run()
      }
      return try #require(last)
    }

    private func expectNothing(_ machine: Machine, location: SourceLocation = #_sourceLocation) async throws {
      let left = try await machine.findings(Self.sections, [:])
      #expect(left.isEmpty, "\(left)", sourceLocation: location)
    }

    @Test func `a gateway that does not run is started`() async throws {
      try await Machine.withBackground { machine in
        let up = try await follow("engine.running", machine, remedy: "agentproxy-setup up --simulate")
        #expect(up.status == 0, "\(up)")
        try await expectNothing(machine)
      }
    }

    /// It would see the change by itself a second later: who types the command is not to wait for that.
    @Test func `an edited key and a new model are taken over at once`() async throws {
      try await FakeUpstream.run(.respond { _ in .body("{}") }) { provider in
        try await Machine.withBackground(for: provider) { machine in
          #expect(try await machine.run("up").status == 0)
          let gateway = try machine.record().gateway.number
          var count = 0
          let up = try await follow("gateway.key", machine, remedy: "agentproxy-setup up") {
            count += 1
            let key = try machine.setting("LITELLM_MASTER_KEY")
            let new = "sk-\(count)" + String(repeating: "0123456789abcdef", count: 4)
            try machine.write(".env", try machine.text(".env").replacing(key, with: new))
          }
          #expect(up.output == "already up at http://localhost:\(machine.port)\n", "\(up)")
          try await expectNothing(machine)

          let again = try await follow("gateway.models", machine, remedy: "agentproxy-setup up") {
            count += 1
            _ = try await machine.run("init", "--yes", "--clients", "none", "--set", "OPENAI_MODELS=gpt-9.\(count)")
          }
          #expect(again.status == 0, "\(again)")
          try await expectNothing(machine)
          // Running requests were not disturbed.
          #expect(try machine.record().gateway.number == gateway)
        }
      }
    }

    /// What it was started with counts before the file, so that reading the file again is not enough.
    @Test func `a gateway with a key of its environment is started anew`() async throws {
      try await Machine.withBackground { machine in
        let own = ["LITELLM_MASTER_KEY": "sk-" + String(repeating: "fedcba9876543210", count: 4)]
        #expect(try await machine.run("up", "--simulate", variables: own).status == 0)
        let up = try await follow("gateway.key", machine, remedy: "agentproxy-setup up --simulate")
        #expect(up.output.contains("started anew, it went by another LITELLM_MASTER_KEY"), "\(up)")
        try await expectNothing(machine)
      }
    }

    /// Where there are no containers, the other engine is told of that has the port.
    @Test func `an engine that is not meant is named and ended`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let compose = [
          "AGENTPROXY_ENGINE": "compose", "PATH": "/usr/bin:/bin", "DOCKER_HOST": "unix:///nowhere/docker.sock",
          "CONTAINER_HOST": "unix:///nowhere/podman.sock",
        ]
        try machine.write(
          ".env",
          try machine.text(".env").replacing("AGENTPROXY_ENGINE=embedded", with: "AGENTPROXY_ENGINE=compose")
        )
        for command in ["down", "status"] {
          let outcome = try await machine.tool([command], variables: compose).run()
          #expect(outcome.status == 69, "\(outcome)")
          #expect(
            outcome.errors.contains("the embedded gateway is up, at http://localhost:\(machine.port)"),
            "\(outcome)"
          )
          #expect(outcome.errors.contains("agentproxy-setup down --engine embedded ends it"), "\(outcome)")
        }
        let remedy = "agentproxy-setup down --engine embedded && agentproxy-setup up"
        // No containers can be had here, so that the second command cannot do its part.
        let up = try await follow("engine.expected", machine, remedy: remedy, variables: compose)
        #expect(up.status == 69, "\(up)")
        #expect(throws: (any Error).self) { try machine.answer() }
        let left = try await machine.findings(Self.sections, compose)
        #expect(left.map(\.id) == ["engine.running"], "\(left)")
        // For what ends it after the test.
        try machine.write(
          ".env",
          try machine.text(".env").replacing("AGENTPROXY_ENGINE=compose", with: "AGENTPROXY_ENGINE=embedded")
        )
      }
    }

    /// A Codex that does not tell of its models stays without a list of them, whatever is written.
    @Test func `what is still found is not called mended`() async throws {
      try await FakeUpstream.run(.respond { _ in .body("{}") }) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "codex")
          let folder = machine.folder.appending(path: "programs")
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
          let codex = folder.appending(path: "codex")
          try Data("#!/bin/sh\n[ \"$1\" = --version ] && echo codex-cli 0.163.0\n".utf8).write(to: codex)
          try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: codex.path)
          let path = ["PATH": "\(folder.path):/usr/bin:/bin"]
          let fixed = try await machine.run(
            "doctor",
            "--fix",
            "--yes",
            "--no-network",
            "--clients",
            "codex",
            variables: path
          )
          #expect(fixed.output.contains("Codex has no list of the gateway's models"), "\(fixed)")
          #expect(fixed.errors.contains("\nnot mended: agentproxy-setup init\n"), "\(fixed)")
          #expect(!fixed.errors.contains("\nmended: "), "\(fixed)")
          #expect(fixed.status == 1, "\(fixed)")
        }
      }
    }
  }
}
