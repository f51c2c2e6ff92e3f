import Doctor
import Foundation
import Secrets
import Testing

@testable import Provisioning

/// A clone that is set up, and an empty home folder, both thrown away in the end.
final class Setup: Sendable {
  /// A token that must never be shown.
  static let openAIKey = "sk-provider-openai-0123456789abcdef0123456789abcdef"
  /// Another one.
  static let anthropicKey = "sk-ant-provider-0123456789abcdef0123456789abcdef"
  /// What `.env` says unless a test has it otherwise. Nobody listens at these addresses.
  static let assignments = [
    "OPENAI_API_KEY=\(openAIKey)", "OPENAI_API_BASE=http://127.0.0.1:9/v1",
    "ANTHROPIC_API_KEY=\(anthropicKey)", "ANTHROPIC_API_BASE=http://127.0.0.1:9",
  ]

  let root: String
  let project: Project
  let home: String
  /// The process's environment.
  let environment: [String: String]

  /// Sets up a clone as `init` does.
  ///
  /// - Parameters:
  ///   - assignments: what `.env` says; of several for one key the last counts.
  ///   - clients: the tools to configure.
  ///   - environment: more variables than `HOME` and `PATH`.
  ///   - name: what the clone's folder is called.
  /// - Throws: when the files cannot be written.
  init(
    _ assignments: [String] = [],
    clients: [Client] = Client.standard,
    environment: [String: String] = [:],
    name: String = "clone"
  ) async throws {
    root =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "agentproxy-doctor-\(UUID().uuidString)").path
    home = "\(root)/home"
    project = Project(folder: "\(root)/\(name)")
    self.environment = ["HOME": home, "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for file in try RepositoryFile.all(.defaults) { try write(file.text, to: project.path(file.path)) }
    try await initialize(Self.assignments + assignments, clients: clients)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// The absolute path of `.env`.
  var environmentFile: String { project.path(".env") }

  /// The places of a user whose home is this one.
  var places: Places { Places(environment: environment, current: project.folder) }

  /// Does what `init` does.
  func initialize(_ assignments: [String] = [], clients: [Client] = Client.standard) async throws {
    var parsed: [KeyAssignment] = []
    for text in assignments {
      let assignment = try KeyAssignment(parsing: text)
      parsed.removeAll { $0.key == assignment.key }
      parsed.append(assignment)
    }
    let prepared = try await Initialization(
      project: project,
      environmentFile: environmentFile,
      assignments: parsed,
      clients: clients,
      environment: environment,
      places: places
    )
    .prepare(on: RealSystem(), isTrackedByGit: false)
    try prepared.plan.apply(to: RealSystem(), in: places)
  }

  /// The setup as it is now.
  ///
  /// - Parameters:
  ///   - clients: the tools to look at.
  ///   - isTrackedByGit: whether git tracks `.env`.
  ///   - programs: the programs of this machine; by default git alone.
  /// - Returns: the context.
  func context(
    clients: [Client] = Client.standard,
    isTrackedByGit: Bool = false,
    programs: Programs = .gitAlone
  ) -> DoctorContext {
    var context = DoctorContext(
      project: project,
      environmentFile: environmentFile,
      isTrackedByGit: isTrackedByGit,
      environment: environment,
      clients: clients,
      places: places,
      system: RealSystem(),
      programs: programs
    )
    // A machine that has enough to do without these tests is no dead address.
    context.patience = 30
    return context
  }

  /// Gives a key of `.env` a value, as somebody does with an editor, or takes its line out.
  func set(_ key: String, _ value: String?) throws {
    try edit(environmentFile) { text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("\(key)=") }
      text = lines.joined(separator: "\n") + (value.map { "\(key)=\($0)\n" } ?? "")
    }
  }

  /// Runs a command in the clone, as somebody types it.
  ///
  /// - Parameter command: the line.
  /// - Returns: its exit status.
  /// - Throws: when no shell can be started.
  func type(_ command: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(filePath: project.folder)
    process.environment = environment
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Does what a finding says: types its command, or does what `doctor --fix` would do.
  ///
  /// - Parameter finding: with a command for a remedy.
  /// - Throws: when it cannot be done.
  func mend(_ finding: Finding) async throws {
    switch try #require(finding.remedy) {
    case .fix(.initialize(let assignments)): try await initialize(assignments)
    case .command(let text) where text.hasPrefix("agentproxy-setup "):
      _ = try await follow(.command(text), Client.standard, environment: environment)
    case .fix(.restrict(_, _)), .command: #expect(try type(try #require(finding.remedy).text) == 0)
    case .advice(let text): Issue.record("no command: \(text)")
    }
  }

  /// Writes a file, and the folders it needs.
  func write(_ text: String, to path: String) throws {
    let place = URL(filePath: path)
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  /// Writes a program, and the folders it needs.
  ///
  /// A child process does it: what this process has open to write to is open in the children too that other tests are
  /// starting at the moment, and what somebody can write to cannot be started.
  func install(_ script: String, at path: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let commands = #"mkdir -p "${1%/*}" && printf %s "$2" >"$1" && chmod 755 "$1""#
    process.arguments = ["-c", commands, "sh", path, script]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// The text of a file, or an empty one if there is none.
  func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  /// Changes a file's text.
  func edit(_ path: String, _ change: (inout String) -> Void) throws {
    var text = text(path)
    change(&text)
    try write(text, to: path)
  }
}
