/// What is to happen to one file.
public struct FileChange: Sendable, Equatable {
  /// What is to happen.
  public enum Action: String, Sendable, Codable {
    /// The file is made.
    case create
    /// The file gets a new content.
    case update
    /// The file is as it should be.
    case unchanged
    /// The file is not as it should be, and somebody else's: it stays as it is.
    case keep
  }

  /// Whose file it is.
  public enum Owner: Sendable {
    /// The repository: checked in, and without secrets.
    case repository
    /// The user: holds the keys.
    case user
    /// A client: holds the gateway's key.
    case client
  }

  /// What is to happen.
  public var action: Action
  /// Whose file it is.
  public var owner: Owner
  /// The file's absolute path.
  public var path: String
  /// Why, in a few words.
  public var reason: String
  /// The content now; `nil` if there is no file.
  public var before: Text?
  /// The content wanted.
  public var after: Text

  /// The permission bits of a new file.
  public var mode: UInt32 { owner == .repository ? 0o644 : 0o600 }

  /// Whether the file is written to.
  public var isWrite: Bool { action == .create || action == .update }
}

extension FileChange {
  /// What would change in the file.
  ///
  /// - Parameter name: what the headings call the file.
  /// - Returns: the difference in the unified format with secrets masked; empty if nothing would change.
  public func diff(name: String) -> String {
    isWrite ? unifiedDiff(before?.shown, after.shown, name: name) : ""
  }
}
