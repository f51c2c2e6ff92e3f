import Foundation
import Testing

@testable import Provisioning

/// Whether git tracks a file, whatever git is like.
@Suite(.timeLimit(.minutes(5)))
struct SettingsGitTests {
  private static let hasGit = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/git") }

  private func withFolder(_ work: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "git-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await work(folder)
  }

  @Test(.enabled(if: hasGit, "git is not installed"))
  func onlyWhatIsInTheIndexIsTracked() async throws {
    try await withFolder { folder in
      for name in ["in", "out"] { try Data("A=1\n".utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
      #expect(await !tracks("\(folder)/in"), "there is no repository yet")
      for arguments in [["init", "-q"], ["add", "in"]] {
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "-C", folder] + arguments
        try git.run()
        git.waitUntilExit()
        try #require(git.terminationStatus == 0)
      }
      #expect(await tracks("\(folder)/in"))
      #expect(await !tracks("\(folder)/out"))
      #expect(await !tracks("\(folder)/missing"))
    }
  }

  /// Asks the real git, and waits for it even on a busy machine.
  private func tracks(_ path: String) async -> Bool {
    let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return await GitIndex.tracks(path, searchPath: searchPath, patience: .seconds(50))
  }

  @Test func withoutGitNothingIsTracked() async {
    #expect(await !GitIndex.tracks("/tmp/.env", searchPath: "/nonexistent", patience: .seconds(2)))
  }

  @Test func aGitThatDoesNotAnswerIsNotWaitedFor() async throws {
    try await withFolder { folder in
      let searchPath = "\(folder):/bin:/usr/bin"
      try writeGit("exit 0", in: folder)
      #expect(await GitIndex.tracks("\(folder)/.env", searchPath: searchPath, patience: .seconds(50)))
      try writeGit("exec sleep 3600", in: folder)
      #expect(await !GitIndex.tracks("\(folder)/.env", searchPath: searchPath, patience: .milliseconds(100)))
    }
  }

  private func writeGit(_ commands: String, in folder: String) throws {
    try Clone.install("#!/bin/sh\n\(commands)\n", at: "\(folder)/git")
  }
}
