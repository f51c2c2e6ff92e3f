import Diagnostics
import Foundation
import Testing

@testable import Provisioning

/// Asking the Codex that is installed, played by a shell script that counts how often it was started.
struct InstalledCodexTests {
  private let clone: Clone

  init() throws { clone = try Clone() }

  private func install(_ script: String, in folder: String = "bin") throws {
    let script = "#!/bin/sh\necho started >> \(clone.root)/starts\n\(script)\n"
    try Clone.install(script, at: "\(clone.root)/\(folder)/codex")
  }

  private func answering() throws {
    try Data(CodexCatalogTests.bundled.utf8).write(to: URL(filePath: "\(clone.root)/answer"))
    try install("cat \(clone.root)/answer")
  }

  private var starts: Int { (clone.text("\(clone.root)/starts") ?? "").split(separator: "\n").count }

  private func find(_ variables: [String: String] = [:], patience: Duration = .seconds(300)) async -> InstalledCodex {
    await InstalledCodex.find(
      environment: ["PATH": "relative:\(clone.root)/bin:/usr/bin:/bin", "HOME": clone.root].merging(variables) { $1 },
      cache: "\(clone.root)/state/codex-models.json",
      RealSystem(),
      patience: patience
    )
  }

  @Test func withoutCodexThereIsNothingToAsk() async throws {
    #expect(await find(["PATH": ""]) == .absent)
    #expect(await find(["PATH": "\(clone.root)/bin"]) == .absent)
  }

  @Test func itIsAskedOnce() async throws {
    try answering()
    let models = try CodexModels(bundled: Array(CodexCatalogTests.bundled.utf8))
    #expect(await find() == .models(models))
    #expect(starts == 1)
    #expect(await find() == .models(models))
    #expect(starts == 1)
  }

  @Test func whatItSaidIsRememberedWithoutAskingAgain() async throws {
    let environment = ["PATH": "\(clone.root)/bin"]
    let cache = "\(clone.root)/state/codex-models.json"
    func remembered() -> InstalledCodex? {
      .remembered(environment: environment, cache: cache, RealSystem())
    }
    #expect(remembered() == .absent)
    try answering()
    #expect(remembered() == nil)
    let models = try #require(await find().models)
    #expect(remembered() == .models(models))
    #expect(starts == 1)
    try answering()
    #expect(remembered() == nil)
  }

  @Test func anotherVersionIsAskedAgain() async throws {
    try answering()
    _ = await find()
    try answering()
    _ = await find()
    #expect(starts == 2)
  }

  @Test(arguments: ["", "{}", "{\"program\":1}"])
  func aBrokenCacheIsAskedOver(content: String) async throws {
    try answering()
    _ = await find()
    try Data(content.utf8).write(to: URL(filePath: "\(clone.root)/state/codex-models.json"))
    #expect(await find().models != nil)
    #expect(starts == 2)
    _ = await find()
    #expect(starts == 2)
  }

  @Test func itSeesNeitherTheUsersFilesNorTheirTokens() async throws {
    try install("env > \(clone.root)/environment; touch \"$CODEX_HOME/made\"; cat \(clone.root)/answer")
    try Data(CodexCatalogTests.bundled.utf8).write(to: URL(filePath: "\(clone.root)/answer"))
    let found = await find(["OPENAI_API_KEY": "sk-secret", "CODEX_HOME": "\(clone.root)/mine"])
    #expect(found.models != nil)
    let lines = try #require(clone.text("\(clone.root)/environment")).split(separator: "\n").map(String.init)
    #expect(!lines.contains { $0.contains("sk-secret") })
    let home = try #require(lines.first { $0.hasPrefix("CODEX_HOME=") }).dropFirst("CODEX_HOME=".count)
    #expect(!home.hasPrefix(clone.root))
    #expect(!FileManager.default.fileExists(atPath: String(home)))
    #expect(!FileManager.default.fileExists(atPath: "\(clone.root)/mine"))
  }

  @Test(arguments: [
    ("echo broken; exit 0", "cannot be read"), ("echo '{\"models\":[]}'", "has instructions"),
    ("cat \"$0\"; exit 1", "printed no list"),
  ])
  func whatItCannotSayIsAWarning(script: String, reason: String) async throws {
    try install(script)
    let warning = try #require(await find().warning)
    #expect(warning.severity == .warning)
    #expect(warning.message.contains(reason))
  }

  @Test func aCodexThatHangsIsEnded() async throws {
    try install("echo $$ > \(clone.root)/pid; exec sleep 600")
    #expect(await find(patience: .milliseconds(700)).warning != nil)
    let id = try #require(clone.text("\(clone.root)/pid").flatMap { Int32($0.trimmingCharacters(in: .newlines)) })
    #expect(kill(id, 0) == -1)
  }

  @Test func aDryRunWritesNothing() async throws {
    try answering()
    let found = await InstalledCodex.find(
      environment: ["PATH": "\(clone.root)/bin:/usr/bin:/bin"],
      cache: "\(clone.root)/state/codex-models.json",
      DryRunSystem(RealSystem()),
      patience: .seconds(300)
    )
    #expect(found.models != nil)
    #expect(!FileManager.default.fileExists(atPath: "\(clone.root)/state"))
  }
}

extension InstalledCodex {
  fileprivate var models: CodexModels? { if case .models(let models) = self { models } else { nil } }
  fileprivate var warning: Diagnostic? { if case .silent(let warning) = self { warning } else { nil } }
}
