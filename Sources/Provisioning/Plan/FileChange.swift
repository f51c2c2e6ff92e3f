internal import Diagnostics

/// What is to happen to one file.
public struct FileChange: Sendable {
  /// What is to happen.
  public enum Action: String, Sendable, Codable {
    /// The file is made.
    case create
    /// The file gets a new content.
    case update
    /// The file goes.
    case remove
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
  /// The content wanted; `nil` if the file is to go.
  public var after: Text?
  /// What happens to each key that is ours, if the file is edited key by key.
  public var keys: [KeyChange] = []

  /// Whether everybody is to be allowed to read it: containers run as other users than whoever owns the clone.
  var isOpened = false
  /// What of the file's lines may be shown, if it is edited key by key and no `.env`.
  var ownLines: OwnLines?
  /// What there is to say about the file.
  var findings: [Diagnostic] = []
  /// The note to keep once the change is made.
  var record: LedgerFile?
  /// Whether there is nothing left to undo in the file once the plan is carried out.
  var dropsRecord = false
  /// Plans the change anew, for another program wrote the file meanwhile; `nil` if that is for the user to look at.
  var again: (@Sendable (any System) throws(Failure) -> FileChange)?

  init(
    action: Action,
    owner: Owner,
    path: String,
    reason: String,
    before: Text? = nil,
    after: Text?
  ) {
    self.action = action
    self.owner = owner
    self.path = path
    self.reason = reason
    self.before = before
    self.after = after
  }

  /// The permission bits of a new file.
  public var mode: UInt32 { owner == .repository ? 0o644 : 0o600 }

  /// Whether the content stays, and only others are allowed to read it.
  public var isOpenedAlone: Bool { isOpened && before == after }

  /// Whether the file is written to.
  public var isWrite: Bool { [.create, .update, .remove].contains(action) }
}

extension FileChange {
  /// The same change, after which everybody may read the file.
  func opened() -> FileChange {
    var change = self
    change.isOpened = true
    guard !isWrite else { return change }
    change.action = .update
    change.reason = "opened for the containers, which run as other users"
    change.after = before
    return change
  }

  /// What would change in the file.
  ///
  /// Around the changes in a client's file nothing else of it is shown: it may hold other secrets.
  ///
  /// - Parameter name: what the headings call the file.
  /// - Returns: the difference in the unified format with secrets masked; empty if nothing would change.
  public func diff(name: String) -> String {
    guard isWrite else { return "" }
    if let ownLines {
      return unifiedDiff(before?.text, after?.text, name: name, context: 0, shown: ownLines.shown)
    }
    let isRepository = owner == .repository
    return unifiedDiff(
      before?.shown,
      after?.shown,
      name: name,
      context: owner == .client ? 0 : 3,
      shown: { isRepository ? shownRepositoryLine($0) : $0 }
    )
  }
}
