/// Merges what the user has done to a file with what is newly rendered.
///
/// A port, so that planning asks nobody but its caller.
public struct RepositoryMerge: Sendable {
  /// Three versions of a file.
  public struct Versions: Sendable, Equatable {
    /// The user's file.
    public var mine: [UInt8]
    /// What it was made from.
    public var base: [UInt8]
    /// What it would be made from now.
    public var theirs: [UInt8]

    /// Gathers the three.
    public init(mine: [UInt8], base: [UInt8], theirs: [UInt8]) {
      self.mine = mine
      self.base = base
      self.theirs = theirs
    }
  }

  /// What came of it.
  public enum Outcome: Sendable, Equatable {
    /// A file with the changes of both sides.
    case merged([UInt8])
    /// Both sides have changed the same lines: which, in the user's file, counted from 1.
    case conflict([ClosedRange<Int>])
    /// It could not be tried, and why.
    case unavailable(String)
  }

  private let body: @Sendable (Versions) async -> Outcome

  /// Merges with `body`.
  public init(_ body: @escaping @Sendable (Versions) async -> Outcome) {
    self.body = body
  }

  /// Merges three versions.
  ///
  /// - Returns: the merged file, or why there is none.
  public func callAsFunction(_ versions: Versions) async -> Outcome { await body(versions) }
}
