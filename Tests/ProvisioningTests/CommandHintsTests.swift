import Foundation
import Testing

@testable import Provisioning

/// The commands that `init` prints at its end.
struct CommandHintsTests {
  @Test func undoRemovesWhatIsNewAndFetchesBackWhatWasCheckedIn() throws {
    let clone = try Clone()
    let prepared = try clone.initialize(["AGENTPROXY_CACHE=on"], clients: [.codex])
    let commands = prepared.plan.undoCommands(project: clone.project, places: clone.places())
    #expect(commands.count == 2)
    #expect(commands.first?.hasPrefix("rm -r .env ~/.codex/config.toml") == true, "\(commands)")
    #expect(commands.first?.hasSuffix(" .agentproxy") == true)
    #expect(commands.last == "git checkout -- litellm_config.yaml")
  }

  @Test func undoQuotesWhatAShellWouldSplit() throws {
    let change = FileChange(action: .create, owner: .client, path: "/a b/it's", reason: "", after: Text(""))
    let places = Places(environment: ["HOME": "/home/me"], current: "/")
    #expect(Plan(changes: [change]).undoCommands(project: nil, places: places) == [#"rm -r '/a b/it'\''s'"#])
  }

  @Test func nothingWrittenIsNothingToUndo() throws {
    let clone = try Clone()
    try clone.initialize()
    let second = try clone.initialize()
    #expect(second.plan.undoCommands(project: clone.project, places: clone.places()).isEmpty)
  }

  @Test(arguments: [
    (["OPENAI_API_KEY=sk-0123456789abcdef0123"], "agentproxy-setup proxy"),
    ([], "agentproxy-setup proxy --simulate"),
    (["AGENTPROXY_ENGINE=compose"], "docker compose up --detach"),
  ])
  func theNextCommandStartsTheEngine(assignments: [String], command: String) throws {
    let clone = try Clone()
    let prepared = try clone.initialize(assignments, clients: [])
    #expect(nextCommands(prepared.settings, clients: [.claude]) == [command, "claude"])
  }
}
