import Foundation
import Synchronization
import Testing

@testable import Provisioning

/// Programs that add to one file at the same time, each as fast as it can, in memory where there is a folder for that.
@Suite(.serialized)
struct SystemRaceTests {
  private static let rounds = 1000

  @Test func twoRunsThatTakeTheLockLoseNothing() async throws {
    let clone = try Clone(in: FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : nil)
    let path = try clone.file("")
    let conflicts = Mutex(0)
    try await together(
      { try add("a", to: path, lock: "\(clone.root)/state/lock") { conflicts.withLock { $0 += 1 } } },
      { try add("b", to: path, lock: "\(clone.root)/state/lock") { conflicts.withLock { $0 += 1 } } }
    )
    #expect(try lines(of: path) == expected("a").union(expected("b")))
    #expect(conflicts.withLock { $0 } == 0)
    #expect(try clone.names() == ["clone", "file", "home", "state"])
  }

  @Test func aProgramThatKnowsNoLockLosesNothingThroughUs() async throws {
    let clone = try Clone(in: FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : nil)
    let path = try clone.file("")
    let conflicts = Mutex(0)
    try await together(
      { try addCarelessly("theirs", to: path) },
      { try add("ours", to: path, lock: nil) { conflicts.withLock { $0 += 1 } } }
    )
    let missing = expected("theirs").subtracting(try lines(of: path))
    #expect(missing.isEmpty)
    #expect(conflicts.withLock { $0 } > 0, "they never met")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  /// Adds a line in each round, over and over until nobody came in between.
  private func add(_ name: String, to path: String, lock: String?, onConflict: () -> Void) throws {
    let system = RealSystem()
    for round in 0..<Self.rounds {
      let held = try lock.map { try system.lock($0) }
      defer { held?.release() }
      while true {
        let before = try #require(try system.read(path)).bytes
        do throws(SystemError) {
          try system.replace(path, before, with: before + Array("\(name) \(round)\n".utf8), mode: 0o600)
          break
        } catch {
          guard error.kind == .changedMeanwhile else { throw error }
          onConflict()
        }
      }
    }
  }

  /// Does what most programs do: reads, adds a line, writes a file of its own and renames it.
  private func addCarelessly(_ name: String, to path: String) throws {
    for round in 0..<Self.rounds {
      // Not with Foundation, which does not want to wait for a file that is held back, and fails.
      let descriptor = open(path, O_RDONLY)
      let before = try #require(readAll(descriptor))
      closeFile(descriptor)
      try Data(before + Array("\(name) \(round)\n".utf8)).write(to: URL(filePath: "\(path).\(name)"))
      guard rename("\(path).\(name)", path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
  }

  /// Runs both, each on a thread of its own. Neither begins before the other is there.
  private func together(
    _ one: @escaping @Sendable () throws -> Void,
    _ other: @escaping @Sendable () throws -> Void
  ) async throws {
    let (here, there) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let works = [(here, there, one), (there, here, other)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (mine, others, work) in works {
        group.addTask {
          try await onThread {
            mine.signal()
            others.wait()
            try work()
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
  }

  private func expected(_ name: String) -> Set<String> { Set((0..<Self.rounds).map { "\(name) \($0)" }) }

  private func lines(of path: String) throws -> Set<String> {
    Set(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init))
  }
}
