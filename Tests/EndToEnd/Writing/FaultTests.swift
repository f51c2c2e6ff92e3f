import Foundation
import Testing

extension EndToEndTests {
  /// `init` with one call that the system refuses: every file is the old one or the new one, nothing of ours is left
  /// beside them, and the user reads why.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .strace)))
  struct FaultTests {
    /// The errors that each call is known for, by their names and the system's words.
    private static let errors: [String: [(name: String, words: String)]] = [
      "openat": [
        ("EACCES", "Permission denied"), ("ENOSPC", "No space left on device"), ("EROFS", "Read-only file system"),
        ("EIO", "Input/output error"), ("EMFILE", "Too many open files"),
      ],
      "mkdir": [("EACCES", "Permission denied"), ("ENOSPC", "No space left on device")],
      "pwrite64": [
        ("ENOSPC", "No space left on device"), ("EIO", "Input/output error"), ("EDQUOT", "Disk quota exceeded"),
      ],
      "fsync": [("EIO", "Input/output error"), ("ENOSPC", "No space left on device")],
      "fchmod": [("EPERM", "Operation not permitted")],
      "renameat2": [
        ("EACCES", "Permission denied"), ("EBUSY", "Device or resource busy"), ("ENOSPC", "No space left on device"),
        ("EPERM", "Operation not permitted"), ("EIO", "Input/output error"),
      ],
    ]

    /// Errors that have a way around: the file system cannot do it, or it does not matter.
    private static let harmless: [String: [String]] = [
      "renameat2": ["EINVAL", "ENOSYS"], "unlinkat": ["EIO", "EACCES"], "fcntl": ["EAGAIN", "EINVAL"],
      "fsync": ["EINVAL"], "ftruncate": ["EIO"],
    ]

    @Test(arguments: TracedCall.writing.filter { errors[$0] != nil })
    func `a refused call is explained, and every file stays whole`(name: String) async throws {
      try await WritingScenario.with { scenario in
        let calls = Sweep.chosen(try await scenario.calls(name, all: Sweep.isFull))
        #expect(!calls.isEmpty)
        let errors = Self.errors[name] ?? []
        var tried = 0
        for (index, call) in calls.enumerated() {
          for error in Sweep.isFull ? errors : [errors[index % errors.count]] {
            guard let outcome = try await scenario.run(disturbing: call, "error=\(error.name)") else { continue }
            tried += 1
            let now = try scenario.files()
            #expect(scenario.damage(now) == [], "\(error.name) at \(call)")
            #expect(now.keys.filter(WritingScenario.isTemporary) == [], "\(error.name) at \(call)\n\(outcome)")
            if outcome.status == 0, !call.isWriting {
              // What could not be looked at was not needed.
              #expect(try await scenario.problemsAfterNextRun() == [], "\(error.name) at \(call)")
              continue
            }
            // A client's file that cannot be opened for reading counts as bad input.
            #expect(
              outcome.status == 1 || outcome.status == 65 && !call.isWriting,
              "\(error.name) at \(call)\n\(outcome)"
            )
            #expect(outcome.errors.contains("error: cannot "), "\(error.name) at \(call)\n\(outcome)")
            #expect(outcome.errors.contains(error.words), "\(error.name) at \(call)\n\(outcome)")
          }
        }
        Sweep.report("\(tried) faults at \(name)")
      }
    }

    @Test(arguments: TracedCall.writing.filter { harmless[$0] != nil })
    func `a refusal with a way around changes nothing`(name: String) async throws {
      try await WritingScenario.with { scenario in
        let calls = Sweep.chosen(try await scenario.calls(name, all: Sweep.isFull))
        #expect(!calls.isEmpty)
        let errors = Self.harmless[name] ?? []
        var tried = 0
        for (index, call) in calls.enumerated() {
          for error in Sweep.isFull ? errors : [errors[index % errors.count]] {
            guard let outcome = try await scenario.run(disturbing: call, "error=\(error)") else { continue }
            tried += 1
            #expect(outcome.status == 0, "\(error) at \(call)\n\(outcome)")
            #expect(try await scenario.problemsAfterNextRun() == [], "\(error) at \(call)")
          }
        }
        Sweep.report("\(tried) harmless faults at \(name)")
      }
    }
  }
}
