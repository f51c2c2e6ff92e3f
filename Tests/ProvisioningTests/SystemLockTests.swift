import Diagnostics
import Foundation
import Testing

@testable import Provisioning

/// The lock, what is swept, and where the state is kept.
struct SystemLockTests {
  private let impatient = RealSystem(WriteOptions(patience: 50))

  @Test func theLockIsHeldByOneAndNamesIt() throws {
    let clone = try Clone()
    let path = "\(clone.root)/state/deep/lock"
    let lock = try impatient.lock(path)
    let error = #expect(throws: SystemError.self) { try impatient.lock(path) }
    #expect(error?.kind == .held)
    #expect(error?.reason == "another agentproxy-setup (process \(getpid())) is writing")
    #expect(Failure(try #require(error), id: "x").status == .unavailable)
    lock.release()
    lock.release()
    try impatient.lock(path).release()
    #expect(try clone.mode("\(clone.root)/state") == 0o700)
    #expect(try clone.mode(path) == 0o600)
  }

  @Test func aLockWhoseFileIsRemovedIsNoneForTheNext() throws {
    let clone = try Clone()
    let path = "\(clone.root)/lock"
    let first = try impatient.lock(path)
    try FileManager.default.removeItem(atPath: path)
    let second = try impatient.lock(path)
    first.release()
    #expect(throws: SystemError.self) { try impatient.lock(path) }
    second.release()
  }

  @Test func aLockIsWaitedFor() async throws {
    let clone = try Clone()
    let path = "\(clone.root)/lock"
    let lock = try RealSystem().lock(path)
    Thread.detachNewThread {
      usleep(100_000)
      lock.release()
    }
    try RealSystem().lock(path).release()
  }

  @Test func whatAKilledRunLeftIsSweptAndNothingElse() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let left = ".agentproxy-setup.0123456789abcdef.tmp"
    let others = [
      ".agentproxy-setup.0123456789abcdeg.tmp", ".agentproxy-setup.0123.tmp", "agentproxy-setup.0123456789abcdef.tmp",
      ".agentproxy-setup.0123456789abcdef.tmp2",
    ]
    for name in others + [left] { try clone.write("", to: "\(clone.root)/\(name)") }
    try clone.link("link", to: "file")
    DryRunSystem(RealSystem()).sweep(beside: path)
    #expect(try clone.names().contains(left))
    RealSystem().sweep(beside: path)
    #expect(try Set(clone.names()) == Set(others + ["clone", "file", "home", "link"]))
  }

  @Test func aCopyThatWasNotFinishedIsSweptByARunThatHasNothingToDo() async throws {
    let clone = try Clone()
    try await clone.initialize()
    let left = "\(clone.places().backups)\(clone.project.path(".env"))/.agentproxy-setup.0123456789abcdef.tmp"
    try clone.write("", to: left)
    try await clone.initialize()
    #expect(clone.text(left) == nil)
  }

  @Test func whatARunThatLivesIsWritingIsNotSwept() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let options = WriteOptions(step: { step in
      guard step == .written else { return }
      RealSystem().sweep(beside: path)
    })
    try RealSystem(options).replace(path, Array("old".utf8), with: Array("new".utf8), mode: 0o600)
    #expect(clone.text(path) == "new")
  }

  @Test(arguments: [
    (["HOME": "/h"], "/h/.local/state/agentproxy-setup"),
    (["HOME": "/h", "XDG_STATE_HOME": "/s/"], "/s/agentproxy-setup"),
    (["HOME": "/h", "XDG_STATE_HOME": "s"], "/h/.local/state/agentproxy-setup"),
    (["HOME": "/h", "XDG_STATE_HOME": ""], "/h/.local/state/agentproxy-setup"),
  ])
  func theStateIsKeptWhereXDGSays(environment: [String: String], folder: String) {
    #expect(Places(environment: environment, current: "/w").stateFolder == folder)
  }
}
