import Foundation
import Secrets
import Stack
import Testing

@testable import Doctor
@testable import Provisioning

/// A server of Codex in the background that was started too early is found among the processes.
struct DaemonTests {
  /// Makes a process as Linux shows it.
  private func show(
    _ id: Int,
    _ arguments: [String],
    _ environment: [String: String],
    startedAfter seconds: Int,
    _ setup: Setup
  ) throws {
    let folder = "\(setup.root)/proc/\(id)"
    try setup.write(arguments.map { "\($0)\0" }.joined(), to: "\(folder)/cmdline")
    try setup.write(environment.map { "\($0.key)=\($0.value)\0" }.joined(), to: "\(folder)/environ")
    let fields = Array(repeating: "0", count: 18) + ["\(seconds * sysconf(Int32(_SC_CLK_TCK)))"]
    try setup.write("\(id) (a (strange) name) S \(fields.joined(separator: " ")) 0 0\n", to: "\(folder)/stat")
  }

  private func look(_ setup: Setup) async -> Outcome {
    await CodexDaemonCheck(processes: "\(setup.root)/proc").run(setup.clientContext(Client.standard))
  }

  @Test func oneThatStartedBeforeItsKeyWasWrittenIsNamed() async throws {
    let setup = try await Setup()
    try setup.write("cpu 0\nbtime 1000\n", to: "\(setup.root)/proc/stat")
    let command = ["/opt/codex/codex", "app-server", "--listen", "unix://x"]
    #expect(await look(setup) == .passed("none runs"))

    try show(41, command, ["HOME": setup.home], startedAfter: 5, setup)
    try show(7, ["node", "/x/codex.js", "app-server"], ["CODEX_HOME": "\(setup.home)/.codex"], startedAfter: 5, setup)
    try show(8, command, ["HOME": "/home/other"], startedAfter: 5, setup)
    try show(9, ["codex", "exec"], ["HOME": setup.home], startedAfter: 5, setup)
    let found = await look(setup)
    #expect(found.status == .warning)
    #expect(found.finding?.remedy == .command("kill 7 41"))
  }

  @Test func oneThatKnowsTheKeyIsLeftAlone() async throws {
    let setup = try await Setup()
    try setup.write("btime 1000\n", to: "\(setup.root)/proc/stat")
    let key = try #require(setup.clientContext([]).gateway).key.exposed
    try show(41, ["codex", "app-server"], ["HOME": setup.home, "AGENTPROXY_API_KEY": key], startedAfter: 5, setup)
    try show(42, ["codex", "app-server"], ["HOME": setup.home], startedAfter: Int(Date().timeIntervalSince1970), setup)
    #expect(await look(setup) == .passed("2 up to date"))
  }
}
