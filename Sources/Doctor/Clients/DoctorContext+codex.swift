internal import Diagnostics

extension DoctorContext {
  /// Looks at what Codex takes from its files.
  ///
  /// - Parameter look: gets it.
  /// - Returns: what `look` finds; nothing if a file cannot be read, for which there is a check of its own.
  func lookAtCodex(_ look: (CodexConfiguration) -> Outcome) -> Outcome {
    do throws(Failure) {
      return look(try CodexConfiguration(self))
    } catch {
      return .skipped("its files cannot be read")
    }
  }
}
