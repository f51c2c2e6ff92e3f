import Foundation
import Testing

/// One `init` that makes files, changes files and leaves files alone, to be run over and over from the same state.
struct WritingScenario {
  private let machine: Machine
  private let original: URL
  /// Every file before.
  let before: [String: FileEntry]
  /// Every file after a run that nothing came in the way of.
  let after: [String: FileEntry]

  /// Runs `body` with everything prepared.
  static func with(_ body: (WritingScenario) async throws -> Void) async throws {
    try await Machine.with { machine in try await body(WritingScenario(machine)) }
  }

  private init(_ machine: Machine) async throws {
    self.machine = machine
    original = machine.folder.appending(path: "original")
    try Self.prepare(machine, original)
    try Self.copy(original, to: machine)
    before = try Self.files(machine)
    let outcome = try await Self.command(machine).run()
    guard outcome.status == 0 else { throw Failure("\(outcome)") }
    after = try Self.files(machine)
  }

  /// The files that a run starts from. No key is left to be generated, so that every run writes the same.
  private static func prepare(_ machine: Machine, _ original: URL) throws {
    for folder in ["home/.codex", "home/.claude", "agentproxy-setup"] {
      try FileManager.default.createDirectory(at: original.appending(path: folder), withIntermediateDirectories: true)
    }
    let project = original.appending(path: "agentproxy-setup")
    for file in [".env.example", ".devcontainer", "docker-compose.yml", "litellm_config.yaml", "stack"] {
      try FileManager.default.copyItem(at: machine.project.appending(path: file), to: project.appending(path: file))
    }
    let generated = String(repeating: "0123456789abcdef", count: 4)
    let environment = """
      # mine
      LITELLM_MASTER_KEY=sk-\(generated)
      POSTGRES_PASSWORD=\(generated)
      REDIS_PASSWORD=\(generated)
      OPENAI_API_KEY=

      """
    let files = [
      ("agentproxy-setup/.env", environment),
      ("home/.codex/config.toml", "# mine\nmodel = \"mine\" # kept\n\n[mcp_servers.mine]\ncommand = \"mine\"\n"),
      (
        "home/.claude/settings.json",
        "{\n  \"permissions\": { \"deny\": [\"Bash\"] },\n  \"env\": { \"MINE\": \"1\" }\n}\n"
      ),
    ]
    for (path, text) in files {
      let file = original.appending(path: path)
      try Data(text.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
  }

  private static func copy(_ original: URL, to machine: Machine) throws {
    for (name, target) in [("home", machine.home), ("agentproxy-setup", machine.project)] {
      try FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(at: original.appending(path: name), to: target)
    }
  }

  private static func files(_ machine: Machine) throws -> [String: FileEntry] {
    var files: [String: FileEntry] = [:]
    for folder in [machine.home, machine.project] {
      for (path, entry) in try FileEntry.all(below: folder) { files["\(folder.lastPathComponent)/\(path)"] = entry }
    }
    return files
  }

  private static func command(_ machine: Machine) throws -> Command {
    try machine.tool([
      "init", "--yes", "--set", "OPENAI_API_KEY=\(Machine.openAIKey)", "--set", "OPENAI_API_BASE=http://127.0.0.1:9/v1",
    ])
  }

  /// Puts everything back to how it was before.
  func reset() throws { try Self.copy(original, to: machine) }

  /// Every file now.
  func files() throws -> [String: FileEntry] { try Self.files(machine) }

  /// Runs `init` undisturbed.
  ///
  /// - Returns: what came of it.
  /// - Throws: when it cannot be started.
  func run() async throws -> Outcome { try await Self.command(machine).run() }

  /// Runs `init` from the state before, with strace in between.
  ///
  /// - Parameter options: for strace.
  /// - Returns: what came of it.
  /// - Throws: when it cannot be started.
  func run(_ options: [String]) async throws -> Outcome {
    try reset()
    var command = try Self.command(machine)
    command.arguments =
      ["-c", try Self.processor(), try Program.strace.require(), "-f", "-qq", "-o", trace.path] + options + [
        command.program
      ]
      + command.arguments
    // On one processor there is one thread for all tasks, which so makes the same calls each time.
    command.program = "taskset"
    return try await command.run()
  }

  /// The first of the processors that this process may run on.
  private static func processor() throws -> String {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let list = status.firstMatch(of: /Cpus_allowed_list:\s+(\d+)/) else { throw Failure("\(status)") }
    return String(list.1)
  }

  private var trace: URL { machine.folder.appending(path: "trace") }

  /// Options for strace by which it sees only what concerns the user's files and folders, where `name` needs that:
  /// loading the program is full of opening files.
  private func filter(_ name: String) -> [String] {
    guard name == "openat" else { return [] }
    let files = Set(before.keys).union(after.keys)
    let folders = files.map { String($0[..<($0.lastIndex(of: "/") ?? $0.endIndex)]) }
    return files.union(folders).union(["home", "agentproxy-setup"]).sorted()
      .flatMap { ["-P", machine.folder.appending(path: $0).path] }
  }

  /// The calls named `name` that an undisturbed run makes; those that only look too, if `all`.
  func calls(_ name: String, all: Bool) async throws -> [TracedCall] {
    let outcome = try await run(["-e", "trace=\(name),execve"] + filter(name))
    guard outcome.status == 0 else { throw Failure("\(outcome)") }
    let calls = TracedCall.all(in: try String(contentsOf: trace, encoding: .utf8))
    return calls.filter { $0.name == name && (all || $0.isWriting) }
  }

  /// Runs `init` with one call disturbed.
  ///
  /// - Parameters:
  ///   - call: which.
  ///   - injection: what happens to it, as strace has it.
  /// - Returns: what came of it; `nil` if this time another thread made the call, so that nothing happened to it.
  /// - Throws: when it cannot be started.
  func run(disturbing call: TracedCall, _ injection: String) async throws -> Outcome? {
    let options = ["-e", "trace=\(call.name)", "-e", "inject=\(call.name):\(injection):when=\(call.number)"]
    for _ in 0..<10 {
      let outcome = try await run(options + filter(call.name))
      let lines = try String(contentsOf: trace, encoding: .utf8).split(separator: "\n")
      if lines.contains(where: call.isDisturbed) { return outcome }
    }
    return nil
  }
}

extension WritingScenario {
  private static let state = "home/.local/state/agentproxy-setup/"

  /// Whether a file is one that the program makes on the way and is to remove again.
  static func isTemporary(_ path: String) -> Bool { path.contains("/.agentproxy-setup.") && path.hasSuffix(".tmp") }

  /// What is wrong with the files: those that are neither as before nor as after, and those that nobody asked for.
  func damage(_ now: [String: FileEntry]) -> [String] {
    var damage: [String] = []
    for path in Set(before.keys).union(after.keys).union(now.keys).sorted() {
      let file = now[path]
      if path.hasPrefix(Self.state) {
        if let file, !isWhole(file, path) { damage.append("\(path) is torn") }
      } else if !Self.isTemporary(path), file != before[path], file != after[path] {
        damage.append("\(path) is \(file == nil ? "gone" : before[path] == nil ? "neither absent nor new" : "torn")")
      }
    }
    return damage
  }

  /// Our own notes say when they were made, so that they are not the same each time.
  private func isWhole(_ file: FileEntry, _ path: String) -> Bool {
    if path.hasPrefix(Self.state + "backups/") {
      return Self.isTemporary(path) || before.values.contains { $0.bytes == file.bytes }
    }
    return !path.hasSuffix(".json") || (try? JSONSerialization.jsonObject(with: file.bytes)) != nil
  }

  /// Runs `init` undisturbed on what was left, and says what is not as it should be then.
  func problemsAfterNextRun() async throws -> [String] {
    let outcome = try await run()
    guard outcome.status == 0 else { return ["\(outcome)"] }
    let now = try files()
    let different = Set(after.keys).union(now.keys).filter { now[$0] != after[$0] && !$0.hasPrefix(Self.state) }
    let left = now.keys.filter(Self.isTemporary)
    return damage(now) + different.sorted().map { "\($0) is not as after an undisturbed run" }
      + left.sorted().map { "\($0) is left" }
  }
}
