import Diagnostics
import Doctor
import Foundation
import Secrets
import Stack
import Testing

@testable import Provisioning

/// One thing that is broken in a good setup, and who is to complain of it.
struct Breakage: Sendable, CustomTestStringConvertible {
  /// Stands for the gateway's own key in a variable's value.
  static let masterKey = "{{master key}}"

  /// What is broken.
  let testDescription: String
  /// The checks that complain: the one that is meant, then those that depend on it and see it too.
  var complaining: [String]
  /// A part of the first complaint.
  let saying: String
  /// Variables that are set.
  var environment: [String: String] = [:]
  /// The clients that are configured.
  var clients: [Client] = Client.standard
  /// Whether what the complaint advises is done, and expected to help.
  var isFollowed = true
  /// Prepares the setup, in which nothing is broken yet.
  var preparing: @Sendable (Setup) async throws -> Void = { _ in }
  /// Breaks it.
  var breaking: @Sendable (Setup) throws -> Void = { _ in }
  /// Does what the advice says, where it is no command.
  var advised: (@Sendable (Setup) async throws -> Void)?

  /// What is broken, and who complains.
  init(
    _ name: String,
    _ complaining: String...,
    saying: String,
    environment: [String: String] = [:],
    clients: [Client] = Client.standard,
    isFollowed: Bool = true,
    preparing: @escaping @Sendable (Setup) async throws -> Void = { _ in },
    breaking: @escaping @Sendable (Setup) throws -> Void = { _ in },
    advised: (@Sendable (Setup) async throws -> Void)? = nil
  ) {
    testDescription = name
    self.complaining = complaining
    self.saying = saying
    self.environment = environment
    self.clients = clients
    self.isFollowed = isFollowed
    self.preparing = preparing
    self.breaking = breaking
    self.advised = advised
  }

  /// Breaks a good setup, expects the complaints and no other, does what the first one says, and expects none.
  func tryOut() async throws {
    let setup = try await Setup(clients: clients, environment: ["GIT_CONFIG_GLOBAL": "/dev/null"])
    try await preparing(setup)
    let good = setup.clientContext(clients)
    #expect(await complaints(good).isEmpty)

    try breaking(setup)
    let key = try #require(setup.clientContext(clients).gateway).key.exposed
    let variables = environment.mapValues { value in
      (value.hasPrefix("~/") ? setup.home + value.dropFirst() : value).replacing(Self.masterKey, with: key)
    }
    let environment = setup.environment.merging(variables) { $1 }
    let broken = setup.clientContext(clients, environment)
    let found = await complaints(broken)
    #expect(found.map(\.id) == complaining, "\(found.map { "\($0.id): \($0.outcome)" })")
    guard let first = found.first, case .found(let findings) = first.outcome else { return }
    #expect(findings[0].message.contains(saying), "\(findings[0].message)")
    for secret in broken.secrets {
      #expect(!"\(found.map(\.outcome))".contains(secret.exposed))
    }
    guard isFollowed else { return }
    var after = environment
    for finding in findings.filter({ $0.severity >= .warning }) {
      let remedy = try #require(finding.remedy, "\(finding.message)")
      after = try await setup.follow(remedy, clients, environment: after)
    }
    let advice = findings.filter { $0.severity >= .warning && $0.remedy?.isCommand != true }
    if !advice.isEmpty {
      let follow = try #require(advised, "\(advice)")
      try await follow(setup)
    }
    let left = await complaints(setup.clientContext(clients, after))
    #expect(left.isEmpty, "\(left.map { "\($0.id): \($0.outcome)" })")
  }
}

extension Setup {
  /// The setup as it is now, with the programs of this machine.
  func clientContext(_ clients: [Client], _ environment: [String: String]? = nil) -> DoctorContext {
    let environment = environment ?? self.environment
    var context = DoctorContext(
      project: project,
      environmentFile: environmentFile,
      isTrackedByGit: false,
      environment: environment,
      clients: clients,
      places: Places(environment: environment, current: project.folder),
      system: RealSystem(),
      programs: .real(environment)
    )
    // Many tests at once make a program slow.
    context.patience = 60
    return context
  }

  /// Does what a remedy says, if it is a command.
  ///
  /// - Returns: the environment afterwards.
  func follow(_ remedy: Remedy, _ clients: [Client], environment: [String: String]) async throws -> [String: String] {
    switch remedy {
    case .advice: break
    case .fix(.initialize(let assignments)): try await initialize(assignments, clients: clients)
    case .fix(.restrict(let path, _)):
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    case .command(let text):
      var text = text
      if let match = text.wholeMatch(of: /agentproxy-setup models add ([^ ]+)(?: --provider ([^ ]+))?/)?.output {
        try await addModel(String(match.1), provider: match.2.map(String.init))
        return environment
      }
      for own in ["agentproxy-setup init --clients copilot", "agentproxy-setup init", "agentproxy-setup restore"]
      where text.contains(own) {
        text = text.replacing(own, with: ":")
        let before = try shell(text, environment)
        if own.hasSuffix("restore") {
          try Restoration(project: project, places: places).prepare(on: RealSystem()).apply(
            to: RealSystem(),
            in: places
          )
        } else {
          try await initialize(clients: clients)
        }
        return before
      }
      return try shell(text, environment)
    }
    return environment
  }

  /// Does what `models add` does.
  func addModel(_ entry: String, provider: String?) async throws {
    let addition = try ModelAddition(
      entry,
      provider: provider,
      project: project,
      environmentFile: environmentFile,
      environment: environment,
      places: places,
      on: RealSystem()
    )
    try await addition.prepare(on: RealSystem(), isTrackedByGit: false).plan.apply(to: RealSystem(), in: places)
  }

  /// Runs commands in the clone.
  ///
  /// - Returns: the environment that they leave.
  @discardableResult
  func shell(_ commands: String, _ environment: [String: String]? = nil) throws -> [String: String] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-e", "-c", "\(commands)\nenv -0"]
    process.environment = environment ?? self.environment
    process.currentDirectoryURL = URL(filePath: project.folder)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(commands)")
    let own: Set = ["PWD", "OLDPWD", "SHLVL", "_"]
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\0").map { line in
      line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(lines.filter { $0.count == 2 && !own.contains($0[0]) }.map { ($0[0], $0[1]) }) { $1 }
  }

  /// The path of a file in the home folder.
  func inHome(_ path: String) -> String { "\(home)/\(path)" }
}
