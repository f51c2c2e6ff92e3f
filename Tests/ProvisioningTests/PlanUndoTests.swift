import Diagnostics
import Foundation
import Testing

@testable import Provisioning

/// A plan that was carried out, and taken back in the same run.
struct PlanUndoTests {
  /// What undoing cares for: not the copies of what was replaced.
  private func files(_ clone: Clone) throws -> [String: String] {
    try clone.snapshot().filter { !$0.key.contains("/backups/") }
  }

  @Test func everyFileIsAsItWas() async throws {
    let clone = try Clone()
    try await clone.initialize()
    let before = try files(clone)
    let prepared = try await clone.initialize(["LITELLM_MASTER_KEY=sk-another-0123456789abcdef0123456789"])
    #expect(try files(clone) != before)
    try prepared.plan.undo(on: RealSystem(), in: clone.places())
    #expect(try files(clone) == before)
    // And nothing is thought to be left to do, or to undo.
    #expect(try await !clone.initialize().plan.hasChanges)
  }

  @Test func filesThatWereMadeAreGone() async throws {
    let clone = try Clone()
    let before = try files(clone)
    let prepared = try await clone.initialize()
    try prepared.plan.undo(on: RealSystem(), in: clone.places())
    let after = try files(clone)
    #expect(after.filter { before[$0.key] == nil }.keys.allSatisfy { $0.contains("/.local/state/") }, "\(after.keys)")
  }

  @Test func whatSomebodyElseWroteSinceStays() async throws {
    let clone = try Clone()
    try await clone.initialize()
    let file = clone.project.path(".env")
    let old = try #require(clone.text(file))
    let settings = "\(clone.home)/.claude/settings.json"
    let before = try #require(clone.text(settings))
    let prepared = try await clone.initialize(["LITELLM_MASTER_KEY=sk-another-0123456789abcdef0123456789"])
    let theirs = try #require(clone.text(settings)).replacing("{", with: "{ ", maxReplacements: 1)
    try clone.write(theirs, to: settings)
    let failure = #expect(throws: Failure.self) { try prepared.plan.undo(on: RealSystem(), in: clone.places()) }
    #expect(failure?.diagnostics.map(\.file) == ["~/.claude/settings.json"], "\(String(describing: failure))")
    #expect(clone.text(settings) == theirs)
    #expect(before != theirs)
    #expect(clone.text(file) == old)
  }
}
