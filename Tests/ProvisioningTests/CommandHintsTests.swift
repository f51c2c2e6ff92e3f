import Foundation
import Testing

@testable import Provisioning

/// The commands that `init` prints at its end.
struct CommandHintsTests {
  @Test(arguments: [
    (["OPENAI_API_KEY=sk-0123456789abcdef0123"], "agentproxy-setup up"),
    ([], "agentproxy-setup up --simulate"),
    (["AGENTPROXY_ENGINE=compose"], "agentproxy-setup up"),
  ])
  func theNextCommandStartsTheEngine(assignments: [String], command: String) async throws {
    let clone = try Clone()
    let prepared = try await clone.initialize(assignments, clients: [])
    #expect(nextCommands(prepared.settings, clients: [.claude]) == [command, "claude"])
  }
}
