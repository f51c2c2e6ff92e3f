/// Something that the operating system refused, or that would have lost somebody's work.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was tried.
  public enum Operation: String, Sendable {
    /// Reading a file.
    case read
    /// Writing a file.
    case write
    /// Removing a file.
    case remove
    /// Copying a file before its first change.
    case backUp = "back up"
    /// Letting everybody read a file.
    case share = "let other users read"
    /// Keeping other runs from writing.
    case lock
  }

  /// What kind of trouble it is, as far as a caller may act on it.
  public enum Kind: Sendable, Equatable {
    /// The file does not hold what the caller thought. Nothing was done; reading it again and starting over helps.
    case changedMeanwhile
    /// Another run of this program holds the lock.
    case held
    /// Anything that only the user can mend.
    case failed
  }

  /// What was tried.
  public let operation: Operation
  /// What kind of trouble it is.
  public let kind: Kind
  /// The file.
  public let path: String
  /// What is in the way, in the system's words where it has any.
  public let reason: String
  /// What the user can do about it, if that is known.
  public let hint: String?

  init(_ operation: Operation, _ path: String, _ reason: String, kind: Kind = .failed, hint: String? = nil) {
    self.operation = operation
    self.kind = kind
    self.path = path
    self.reason = reason
    self.hint = hint
  }

  /// `cannot read PATH: reason`.
  public var description: String { "cannot \(operation.rawValue) \(path): \(reason)" }
}
