import Doctor
import Foundation
import Testing

@testable import Provisioning

/// Programs are found, and their versions read from the files around them.
struct InstalledTests {
  /// How package managers lay a program out: the file, what the search path has, and what tells the version.
  private static let layouts: [(client: String, program: String, link: String?, files: [String: String])] = [
    (
      "codex", "lib/node_modules/@openai/codex/bin/codex.js", "bin/codex",
      ["lib/node_modules/@openai/codex/package.json": #"{"name": "@openai/codex", "version": "0.163.0"}"#]
    ),
    (
      "codex", "site-packages/codex_cli_bin/bin/codex", nil,
      ["site-packages/codex_cli_bin/codex-package.json": #"{"version": "0.163.0"}"#]
    ),
    ("codex", "Cellar/codex/0.163.0/bin/codex", "bin/codex", [:]),
    (
      "claude", "lib/node_modules/@anthropic-ai/claude-code/cli.js", "bin/claude",
      ["lib/node_modules/@anthropic-ai/claude-code/package.json": #"{"version": "2.1.330"}"#]
    ),
    ("claude", "share/claude/versions/2.1.330", "bin/claude", [:]),
    ("claude", "_bundled/claude", nil, ["_bundled/claude.version": "2.1.330 (Claude Code)\n"]),
  ]

  @Test(arguments: layouts.indices)
  func theVersionIsReadFromTheFilesAround(index: Int) async throws {
    let layout = Self.layouts[index]
    let setup = try await Setup()
    let root = "\(setup.root)/machine"
    try setup.install("#!/bin/sh\nexit 1\n", at: "\(root)/\(layout.program)")
    for (path, text) in layout.files { try setup.write(text, to: "\(root)/\(path)") }
    if let link = layout.link {
      try setup.write("", to: "\(root)/bin/other")
      try FileManager.default.createSymbolicLink(
        atPath: "\(root)/\(link)",
        withDestinationPath: "../\(layout.program)"
      )
    }
    let folder = "\(root)/\(layout.link ?? layout.program)".split(separator: "/").dropLast().map { "/\($0)" }.joined()
    let found = try await outcome(
      "\(layout.client).installed",
      setup.clientContext(Client.standard, searching(folder, setup))
    )
    #expect(found == .passed(layout.client == "codex" ? "0.163.0" : "2.1.330"))
  }

  @Test func aProgramThatNoFileTellsOfIsAsked() async throws {
    let setup = try await Setup()
    let folder = "\(setup.root)/bin"
    try setup.install("#!/bin/sh\necho codex-cli 0.99.1\n", at: "\(folder)/codex")
    try setup.install("#!/bin/sh\nexit 3\n", at: "\(folder)/claude")
    let context = setup.clientContext(Client.standard, searching(folder, setup))
    let old = try await outcome("codex.installed", context)
    #expect(old.status == .warning)
    #expect(old.finding?.message.contains("0.99.1 is older than 0.134.0") == true)
    #expect(try await outcome("claude.installed", context).status == .warning)

    #expect(old.finding?.remedy == .command("npm install --global @openai/codex@latest"))
    // As that leaves it, without a network.
    try setup.install("#!/bin/sh\necho codex-cli 0.163.0\n", at: "\(folder)/codex")
    try setup.install("#!/bin/sh\necho '2.1.330 (Claude Code)'\n", at: "\(folder)/claude")
    #expect(try await outcome("codex.installed", context) == .passed("0.163.0"))
    #expect(try await outcome("claude.installed", context) == .passed("2.1.330"))
  }

  @Test func aClientThatIsNeitherInstalledNorConfiguredIsNobodysTrouble() async throws {
    let setup = try await Setup(clients: [])
    let found = await complaints(setup.clientContext(Client.standard))
    #expect(found.isEmpty, "\(found.map(\.outcome))")
    #expect(
      try await outcome("codex.installed", setup.clientContext(Client.standard)) == .skipped("codex is not installed")
    )
  }

  @Test func aFileWithoutItsProgramIsLookedAt() async throws {
    let setup = try await Setup(clients: [])
    try setup.write(
      #"{"env": {"ANTHROPIC_BASE_URL": "http://localhost:4000/v1"}}"#,
      to: setup.inHome(".claude/settings.json")
    )
    #expect(try await outcome("claude.installed", setup.clientContext([.claude])).status == .note)
    let found = await complaints(setup.clientContext([.claude]))
    #expect(found.first?.id == "claude.base-url", "\(found)")
  }

  @Test(arguments: [("1.121.3", Status.warning), ("1.122.0", .passed), ("1.130.1", .passed)])
  func anOldVSCodeDoesNotKnowTheGroup(version: String, status: Status) async throws {
    let setup = try await Setup(clients: [])
    try setup.write("{}\n", to: setup.inHome(".config/Code/User/settings.json"))
    try await setup.initialize(clients: [.copilot])
    let root = "\(setup.root)/share/code"
    try setup.install("#!/bin/sh\nexit 1\n", at: "\(root)/bin/code")
    try setup.write(#"{"name": "Code", "version": "\#(version)"}"#, to: "\(root)/resources/app/package.json")
    try setup.write("", to: "\(setup.root)/bin/other")
    try FileManager.default.createSymbolicLink(
      atPath: "\(setup.root)/bin/code",
      withDestinationPath: "../share/code/bin/code"
    )
    let context = setup.clientContext([.copilot], searching("\(setup.root)/bin", setup))
    let found = try await outcome("copilot.configured", context)
    #expect(found.status == status)
    if status == .warning { #expect(found.finding?.message.contains("VS Code \(version) is older") == true) }
  }

  @Test func aClientThatIsInstalledAndNotConfiguredIsNobodysTrouble() async throws {
    let setup = try await Setup(clients: [])
    let folder = "\(setup.root)/versions/2.1.330"
    for name in ["codex", "claude"] { try setup.install("#!/bin/sh\n", at: "\(folder)/\(name)") }
    let context = setup.clientContext(Client.standard, searching(folder, setup))
    let found = await complaints(context)
    #expect(found.isEmpty, "\(found.map(\.outcome))")
    #expect(try await outcome("codex.files", context).status == .skipped)
  }

  private func searching(_ folder: String, _ setup: Setup) -> [String: String] {
    setup.environment.merging(["PATH": "\(folder):/usr/bin:/bin"]) { $1 }
  }
}
