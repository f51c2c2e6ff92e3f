import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The same requests through this engine and through the real LiteLLM, to the same provider.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .liteLLM)))
  struct DifferenceTests {
    private static let models: [FakeUpstream.Format: String] = [
      .responses: "by-responses", .chat: "by-chat", .messages: "by-messages",
    ]

    @Test func `every difference from LiteLLM is known`() async throws {
      var found: [Difference] = []
      try await FakeUpstream.run(Scenario.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try machine.serveEveryFormat(of: provider)
          var ours: [Difference.Outcome] = []
          try await machine.withProxy { _ in ours = try outcomes(machine, provider) }
          let liteLLM = try await machine.startLiteLLM()
          defer { liteLLM.signal(15) }
          let theirs = try outcomes(machine, provider)
          for (index, (format, compared)) in cells.enumerated() {
            found += Difference.between(ours[index], theirs[index], "\(compared.client)>\(format)", compared)
          }
        }
      }
      let rows = KnownDifference.all
      for difference in found where !rows.contains(where: { $0.covers(difference) }) {
        Issue.record("a difference that no row of the table explains: \(difference)")
      }
      for row in rows where !found.contains(where: row.covers) {
        Issue.record("no longer a difference: \(row.words)")
      }
    }

    @Test func `the document tells of every difference`() throws {
      let document = try String(
        contentsOf: Checkout.root.appending(path: "docs/litellm-differences.md"),
        encoding: .utf8
      )
      for row in KnownDifference.all {
        #expect(document.contains("| \(row.verdict.rawValue) | \(row.words) |"))
      }
    }

    private var cells: [(FakeUpstream.Format, ComparedCase)] {
      FakeUpstream.Format.allCases.flatMap { format in ComparedCase.all.map { (format, $0) } }
    }

    private func outcomes(_ machine: Machine, _ provider: FakeUpstream) throws -> [Difference.Outcome] {
      let key = try machine.setting("LITELLM_MASTER_KEY")
      return try cells.map { format, compared in
        let before = provider.modelRequests.count
        let body = compared.body(try #require(Self.models[format]))
        let reply = Reply(try Exchange.post(compared.client.path, body, key: key, port: machine.port))
        return Difference.Outcome(asked: Array(provider.modelRequests.dropFirst(before)), reply: reply)
      }
    }
  }
}
