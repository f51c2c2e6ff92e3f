public import Diagnostics

/// An engine that runs while no terminal waits for it.
public protocol BackgroundEngine: Sendable {
  /// Starts it, unless it is up as it should be, and waits until it answers.
  ///
  /// - Parameters:
  ///   - isForced: whether to start it anew in any case.
  ///   - say: gets what takes a while.
  /// - Returns: what was done.
  /// - Throws: `Failure` if its port is taken, or it does not come up.
  func up(isForced: Bool, say: (String) -> Void) async throws(Failure) -> Ascent

  /// Ends it.
  ///
  /// - Parameter say: gets what takes a while.
  /// - Returns: whether it was up.
  /// - Throws: `Failure` if it cannot be ended.
  func down(say: (String) -> Void) async throws(Failure) -> Bool

  /// Fetches what is newer, as far as it is for this program to do so, and starts it with that.
  ///
  /// - Parameter say: gets what takes a while, and what is left to the user.
  /// - Returns: what was done.
  /// - Throws: `Failure` as ``up(isForced:say:)`` does.
  func update(say: (String) -> Void) async throws(Failure) -> Ascent

  /// Shows what it said.
  ///
  /// - Parameters:
  ///   - lines: how many of the last lines.
  ///   - follows: whether to go on with what comes, until somebody ends it.
  ///   - write: gets the text, unless that goes to standard output by itself.
  /// - Throws: `Failure` if there is nothing to show.
  func showLog(lines: Int, follows: Bool, write: ([UInt8]) -> Void) async throws(Failure)
}
