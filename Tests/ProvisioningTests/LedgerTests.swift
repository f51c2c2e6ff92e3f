import Diagnostics
import Foundation
import Synchronization
import Testing

@testable import Provisioning

/// The memory of what was written, whatever happened in between.
struct LedgerTests {
  private let provider = ["OPENAI_API_KEY=sk-provider-0123456789abcdef", "OPENAI_API_BASE=https://llm.acme.test/v1"]

  @Test func itIsItsOwnersAlone() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    #expect(try clone.mode(clone.places().ledger) == 0o600)
    #expect(try clone.mode(clone.places().stateFolder) == 0o700)
    let text = try #require(clone.text(clone.places().ledger))
    #expect(!text.contains("sk-provider-0123456789abcdef"))
    #expect(text.contains("\"pending\" : []") || text.contains("\"pending\" : [\n\n  ]"))
  }

  @Test(arguments: 1...12)
  func aRunThatEndsAnywhereIsTakenUpByTheNext(writes: Int) async throws {
    let clone = try Clone()
    try clone.write("model = 'o3'\n", to: "\(clone.home)/.codex/config.toml")
    let before = try clone.snapshot()
    let wanted = try clone.initialization(provider + ["LITELLM_MASTER_KEY=sk-0123456789abcdef0123456789abcdef"])
    let prepared = try await wanted.prepare(on: RealSystem(), isTrackedByGit: false)
    // From this write on the machine refuses: as much is noted as after a kill, or a little more.
    #expect(throws: (any Error).self) { try prepared.plan.apply(to: FailingSystem(after: writes), in: clone.places()) }

    let again = try await wanted.prepare(on: RealSystem(), isTrackedByGit: false)
    try again.plan.apply(to: RealSystem(), in: clone.places())
    let restoration = try Restoration(project: clone.project, places: clone.places()).prepare(on: RealSystem())
    try restoration.apply(to: RealSystem(), in: clone.places())
    #expect(try clone.snapshot().filter { !$0.key.hasPrefix("home/.local/state/") } == before)
  }

  /// A folder that could not be flushed: the file is there, and the run fails all the same.
  @Test(arguments: 1...12)
  func whatWasWrittenAndFailedThenIsRemembered(writes: Int) async throws {
    let clone = try Clone()
    try clone.write("model = 'o3'\n", to: "\(clone.home)/.codex/config.toml")
    let before = try clone.snapshot()
    let prepared = try await clone.initialization(provider).prepare(on: RealSystem(), isTrackedByGit: false)
    #expect(throws: (any Error).self) {
      try prepared.plan.apply(to: FailingSystem(after: writes, writesLast: true), in: clone.places())
    }
    try await clone.initialize(provider)
    let restoration = try Restoration(project: clone.project, places: clone.places()).prepare(on: RealSystem())
    try restoration.apply(to: RealSystem(), in: clone.places())
    #expect(try clone.snapshot().filter { !$0.key.hasPrefix("home/.local/state/") } == before)
  }

  /// Or else it would not be put back with the others.
  @Test func aWriteThatFailedAfterItWasDoneIsRecorded() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    for writesLast in [false, true] {
      let recorder = RecordingSystem(FailingSystem(after: 0, writesLast: writesLast))
      #expect(throws: SystemError.self) {
        try recorder.replace(path, Array("old".utf8), with: Array("new".utf8), mode: 0o600)
      }
      #expect(recorder.written == (writesLast ? [path] : []))
    }
  }

  @Test func oneThatCannotBeReadIsNeverReplaced() async throws {
    let clone = try Clone()
    let path = clone.places().ledger
    for (text, id) in [("{", "ledger.unreadable"), (#"{"schemaVersion":2,"files":[],"pending":[]}"#, "ledger.newer")] {
      try clone.write(text, to: path)
      let failure = await #expect(throws: Failure.self) { try await clone.initialize(provider) }
      #expect(failure?.diagnostics.first?.id == id)
      #expect(failure?.diagnostics.first?.file == "~/.local/state/agentproxy-setup/ledger.json")
      #expect(clone.text(path) == text)
      #expect(clone.text(clone.project.path(".env")) == nil)
    }
  }
}

/// A machine whose disk is full after some writes.
private final class FailingSystem: System {
  private let base = RealSystem()
  private let count = Countdown()
  private let limit: Int
  /// Whether the one write that fails is done nevertheless.
  private let writesLast: Bool

  init(after limit: Int, writesLast: Bool = false) {
    self.limit = limit
    self.writesLast = writesLast
  }

  func read(_ path: String) throws(SystemError) -> FileState? { try base.read(path) }

  func replace(_ path: String, _ before: [UInt8]?, with after: [UInt8], mode: UInt32) throws(SystemError) {
    let number = count.next()
    if writesLast || number <= limit { try base.replace(path, before, with: after, mode: mode) }
    guard number <= limit || writesLast && number > limit + 1 else {
      throw SystemError(.write, path, "no space left on device")
    }
  }

  func remove(_ path: String, _ before: [UInt8]) throws(SystemError) { try base.remove(path, before) }

  func allowReading(_ path: String) throws(SystemError) { try base.allowReading(path) }

  func lock(_ path: String) throws(SystemError) -> FileLock { try base.lock(path) }

  func sweep(beside path: String) { base.sweep(beside: path) }
}

/// Counts writes.
private final class Countdown: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock { value in
      value += 1
      return value
    }
  }
}
