import Diagnostics
import Foundation
import Rendering
import Testing

@testable import Provisioning

/// What becomes of the user's edits when `.env` asks for something else, with the real git.
struct RepositoryMergeTests {
  private static let configuration = "litellm_config.yaml"
  private static let record = ".agentproxy/rendered/litellm_config.yaml"

  private static func settings(_ edit: (inout Settings) -> Void = { _ in }) -> Settings {
    var settings = Settings.defaults
    edit(&settings)
    return settings
  }

  private func plan(
    _ clone: Clone,
    _ settings: Settings,
    _ merge: RepositoryMerge = .git
  ) async throws -> Plan {
    try await planRepository(settings, in: clone.project, clone.places(), RealSystem(), merge)
  }

  private func change(_ plan: Plan, _ clone: Clone) throws -> FileChange {
    try #require(plan.changes.first { $0.path == clone.project.path(Self.configuration) })
  }

  @Test func editsAndNewRenderAreMerged() async throws {
    let clone = try Clone()
    let path = clone.project.path(Self.configuration)
    let mine = try #require(clone.text(path)) + "# mine\n"
    try clone.write(mine, to: path)
    let settings = Self.settings { $0.routing = .leastBusy }

    let plan = try await plan(clone, settings)
    let merging = try change(plan, clone)
    #expect(merging.action == .update && merging.reason == "merged with your edits")
    #expect(merging.diff(name: "x").contains("+  routing_strategy: least-busy"))
    #expect(!merging.diff(name: "x").contains("mine\n-"))
    #expect(clone.text(path) == mine)
    #expect(plan.findings.isEmpty)

    try plan.apply(to: RealSystem(), in: clone.places())
    let merged = try #require(clone.text(path))
    #expect(merged.hasSuffix("# mine\n") && merged.contains("  routing_strategy: least-busy\n"))
    #expect(clone.text(clone.project.path(Self.record))?.contains("# mine") == false)

    let again = try await self.plan(clone, settings, RepositoryMerge { _ in .unavailable("not to be asked") })
    #expect(!again.hasChanges && again.records.isEmpty && again.findings.isEmpty)

    // The way back goes through the merge as well, and leaves the edit alone.
    try await self.plan(clone, Self.settings()).apply(to: RealSystem(), in: clone.places())
    #expect(clone.text(path) == mine)
  }

  @Test func aConflictLeavesTheFileAndNamesItsLines() async throws {
    let clone = try Clone()
    let path = clone.project.path(Self.configuration)
    let original = try #require(clone.text(path))
    let line = "  routing_strategy: simple-shuffle\n"
    let mine = original.replacing(line, with: "  routing_strategy: mine\n")
    let number = try #require(original.components(separatedBy: line).first).count { $0 == "\n" } + 1
    try #require(mine != original)
    try clone.write(mine, to: path)
    let settings = Self.settings { $0.routing = .leastBusy }

    for _ in 1...2 {
      let plan = try await plan(clone, settings)
      #expect(try change(plan, clone).action == .keep)
      let finding = try #require(plan.findings.first)
      #expect(plan.findings.count == 1 && finding.id == "repository.conflict" && finding.severity == .warning)
      #expect(finding.file == Self.configuration && finding.line == number)
      #expect(finding.message.contains("on line \(number);") && finding.hint != nil)
      #expect(!plan.records.contains { $0.path == clone.project.path(Self.record) })
      try plan.apply(to: RealSystem(), in: clone.places())
      #expect(clone.text(path) == mine)
    }
    try clone.write(original, to: path)
    try await plan(clone, settings).apply(to: RealSystem(), in: clone.places())
    #expect(clone.text(path)?.contains("  routing_strategy: least-busy\n") == true)
  }

  @Test func withoutGitTheFileIsLeftAlone() async throws {
    let clone = try Clone()
    let path = clone.project.path(Self.configuration)
    let mine = try #require(clone.text(path)) + "# mine\n"
    try clone.write(mine, to: path)
    let slow = "\(clone.root)/bin/git"
    try clone.write("#!/bin/sh\nexec sleep 60\n", to: slow)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: slow)
    let searchPath = "\(clone.root)/bin:/usr/bin:/bin"

    for merge in [
      RepositoryMerge.git(searchPath: "\(clone.root)/none", patience: .seconds(60)),
      RepositoryMerge.git(searchPath: searchPath, patience: .milliseconds(100)),
    ] {
      let plan = try await plan(clone, Self.settings { $0.cache = true }, merge)
      #expect(try change(plan, clone).action == .keep)
      #expect(plan.findings.map(\.id) == ["repository.edited"])
      #expect(plan.findings.first?.hint?.contains("install git") == true)
      #expect(!plan.records.contains { $0.path == clone.project.path(Self.record) })
    }
  }

  @Test func whatTheUserHasAlreadyIsNotWrittenAgain() async throws {
    let clone = try Clone()
    let path = clone.project.path(Self.configuration)
    let settings = Self.settings { $0.routing = .leastBusy }
    let wanted = try #require(try RepositoryFile.all(settings).first { $0.path == Self.configuration }).text
    try clone.write(wanted + "# mine\n", to: path)
    let plan = try await plan(clone, settings)
    #expect(try change(plan, clone).action == .unchanged)
    // From now on this is what the user's edits are held against.
    #expect(plan.records.first { $0.path == clone.project.path(Self.record) }?.after?.shown == wanted)
  }

  /// As git leaves them on a machine with `core.autocrlf`.
  @Test func lineEndsOfTheFileAreKept() async throws {
    let clone = try Clone()
    let path = clone.project.path(Self.configuration)
    let original = try #require(clone.text(path)).replacing("\n", with: "\r\n")
    try clone.write(original, to: path)
    #expect(try change(try await plan(clone, Self.settings()), clone).action == .unchanged)

    let settings = Self.settings { $0.routing = .leastBusy }
    #expect(try change(try await plan(clone, settings), clone).reason == "follows from .env")
    try clone.write(original + "# mine\r\n", to: path)
    let merged = try change(try await plan(clone, settings), clone)
    #expect(merged.reason == "merged with your edits")
    let text = try #require(merged.after?.shown)
    #expect(text.hasSuffix("# mine\r\n"))
    #expect(text.utf8.count { $0 == 10 } == text.utf8.count { $0 == 13 })
  }

  @Test(arguments: [
    ("a\nX\nc\n", "a\nb\nc\n", "a\nY\nc\n", [2...2]),
    ("new\na\nX\nX\nc\n", "a\nb\nc\n", "a\nY\nc\n", [3...4]),
    ("X\nb\nc\nd\ne\nf\nZ\n", "a\nb\nc\nd\ne\nf\ng\n", "Y\nb\nc\nd\ne\nf\nY\n", [1...1, 7...7]),
    // Above, the other side's lines come in; they do not count.
    ("a\nb\nc\nd\nX\n", "a\nb\nc\nd\ne\n", "1\n2\n3\na\nb\nc\nd\nY\n", [5...5]),
    // Removed by the user.
    ("a\nc\n", "a\nb\nc\n", "a\nY\nc\n", [2...2]),
    ("", "a\n", "Y\n", [1...1]),
    ("a\n", "a\nb\n", "a\nY\n", [1...1]),
    // Without a line end; with lines that look like git's marks.
    ("a\nX", "a\nb", "a\nY", [2...2]),
    ("<<<<<<< mine\n=======\n>>>>>>>\nX\n", "<<<<<<< mine\n=======\n>>>>>>>\nb\n", "<<<<<<< mine\nY\n", [2...4]),
  ])
  func conflictsAreWhereTheUserSeesThem(
    _ mine: String,
    _ base: String,
    _ theirs: String,
    _ lines: [ClosedRange<Int>]
  ) async throws {
    let versions = RepositoryMerge.Versions(mine: Array(mine.utf8), base: Array(base.utf8), theirs: Array(theirs.utf8))
    #expect(await RepositoryMerge.git(versions) == .conflict(lines))
  }

  @Test func whatGitCannotMergeIsSaid() async {
    let versions = RepositoryMerge.Versions(mine: [0, 1], base: [0, 2], theirs: [0, 3])
    #expect(await RepositoryMerge.git(versions) == .unavailable("git could not merge the file"))
  }

  @Test func temporaryFilesAreTheOwnersAlone() throws {
    let folder = try #require(TemporaryFolder())
    #expect(folder.write([1, 2, 3], as: "file"))
    #expect(!folder.write([4], as: "file"))
    let manager = FileManager.default
    #expect(try manager.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int == 0o700)
    #expect(try manager.attributesOfItem(atPath: "\(folder.path)/file")[.posixPermissions] as? Int == 0o600)
    #expect(manager.contents(atPath: "\(folder.path)/file") == Data([1, 2, 3]))
    folder.remove()
    #expect(!manager.fileExists(atPath: folder.path))
  }
}
