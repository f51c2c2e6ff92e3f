import Foundation
import Testing

extension EndToEndTests {
  /// `init` killed as it is about to make a call: every file is the old one or the new one, and the next run mends the
  /// rest.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .strace)))
  struct KillTests {
    @Test(arguments: TracedCall.writing)
    func `killed at a call, it leaves every file old or new`(name: String) async throws {
      try await WritingScenario.with { scenario in
        let calls = Sweep.chosen(try await scenario.calls(name, all: Sweep.isFull))
        #expect(!calls.isEmpty)
        var kills = 0
        for call in calls {
          guard let outcome = try await scenario.run(disturbing: call, "signal=KILL") else { continue }
          #expect(outcome.status == 9, "\(call)\n\(outcome)")
          kills += 1
          #expect(scenario.damage(try scenario.files()) == [], "killed at \(call)")
          #expect(try await scenario.problemsAfterNextRun() == [], "killed at \(call)")
        }
        // Now and then a run makes other calls.
        #expect(kills * 10 >= calls.count * 9, "\(kills) kills at \(calls.count) calls")
        Sweep.report("\(kills) of \(calls.count) kills at \(name)")
      }
    }
  }
}
