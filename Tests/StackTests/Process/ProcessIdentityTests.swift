import Foundation
import Testing

@testable import Stack

/// Whom a signal reaches.
struct ProcessIdentityTests {
  private func withSleeper(_ body: (Int32) async throws -> Void) async throws {
    let program = SpawnedProgram(path: "/bin/sleep", arguments: ["100"], environment: [:])
    let number = program.start(output: STDERR_FILENO, hasSession: true)
    try #require(number > 0)
    let identity = ProcessIdentity(running: number)
    defer { identity?.send(SIGKILL) }
    try await body(number)
  }

  @Test func aProcessIsTheSameForAsLongAsItRuns() async throws {
    try await withSleeper { number in
      let identity = try #require(ProcessIdentity(running: number))
      #expect(identity.isRunning)
      #expect(identity == ProcessIdentity(running: number))
      #expect(identity != ProcessIdentity.current)
      let copy = try JSONDecoder().decode(ProcessIdentity.self, from: JSONEncoder().encode(identity))
      #expect(copy == identity)
      #expect(await identity.end(within: .seconds(20)))
      #expect(!identity.isRunning)
      #expect(!identity.send(SIGTERM))
      #expect(await SpawnedProgram.end(of: number) == .signalled(SIGTERM))
    }
  }

  /// The number now belongs to a process that began at another time: it gets no signal.
  @Test func aProcessThatHasTheNumberByNowIsLeftAlone() async throws {
    try await withSleeper { number in
      let other = try #require(ProcessIdentity.current)
      let stale = #"{"number": \#(number), "start": "\#(other.start)"}"#
      let identity = try JSONDecoder().decode(ProcessIdentity.self, from: Data(stale.utf8))
      #expect(!identity.isRunning)
      #expect(!identity.send(SIGKILL))
      #expect(await identity.end(within: .milliseconds(1)))
      #expect(ProcessIdentity(running: number) != nil)
      kill(number, SIGTERM)
      #expect(await SpawnedProgram.end(of: number) == .signalled(SIGTERM))
    }
  }

  @Test func oneThatHasEndedCountsAsGoneBeforeItsParentAsks() async throws {
    var number: pid_t = 0
    let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
    defer { free(arguments[0]) }
    try #require(posix_spawn(&number, "/bin/true", nil, nil, arguments, environ) == 0)
    let deadline = ContinuousClock.now + .seconds(20)
    while ProcessIdentity(running: number) != nil, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(ProcessIdentity(running: number) == nil)
    #expect(await SpawnedProgram.end(of: number) == .exited(0))
  }

  @Test func nobodyHasTheseNumbers() {
    #expect(ProcessIdentity(running: 0) == nil)
    #expect(ProcessIdentity(running: -1) == nil)
    #expect(ProcessIdentity(running: .max) == nil)
  }

  @Test func aWaitStatusIsRead() {
    #expect(ProcessEnd(waitStatus: 0) == .exited(0))
    #expect(ProcessEnd(waitStatus: 69 << 8) == .exited(69))
    #expect(ProcessEnd(waitStatus: 9) == .signalled(9))
    #expect(ProcessEnd(waitStatus: 11 | 0x80) == .signalled(11))
  }
}
