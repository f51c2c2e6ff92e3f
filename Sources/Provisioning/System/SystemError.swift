/// Something that the operating system refused.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was tried.
  public enum Operation: String, Sendable {
    /// Reading a file.
    case read
    /// Writing a file.
    case write
  }

  /// What was tried.
  public let operation: Operation
  /// The file.
  public let path: String
  /// The system's words.
  public let reason: String

  /// `cannot read PATH: reason`.
  public var description: String { "cannot \(operation.rawValue) \(path): \(reason)" }

  /// The call failed with the error number `code`.
  static func failed(_ operation: Operation, _ path: String, code: Int32) -> SystemError {
    SystemError(operation: operation, path: path, reason: errorText(code))
  }

  /// The file is larger than anything this program has to do with.
  static func tooLarge(_ path: String, limit: Int) -> SystemError {
    SystemError(operation: .read, path: path, reason: "more than \(limit >> 20) MB")
  }

  /// There is a symbolic link that leads nowhere; whose it is, is not known.
  static func danglingLink(_ path: String) -> SystemError {
    SystemError(operation: .write, path: path, reason: "a symbolic link to a file that does not exist")
  }

  /// There is something else than a file, such as the device that hides `.env` inside the devcontainer.
  static func notRegular(_ path: String) -> SystemError {
    SystemError(operation: .write, path: path, reason: "not a regular file")
  }
}
