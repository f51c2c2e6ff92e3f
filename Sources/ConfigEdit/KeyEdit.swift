/// What one edit did to one key, and so what it takes to undo it.
public struct KeyEdit: Sendable, Equatable, Codable {
  /// The key.
  public var path: ConfigPath
  /// The text of the value before, byte for byte; `nil` if there was no such key.
  public var before: String?
  /// The text of the value after, byte for byte.
  public var written: String
  /// What was put in before the value along with it, if there was no such key: the key itself, a table's header, a line
  /// end that was missing.
  public var leading: String
  /// What was put in behind the value along with it, if there was no such key: a line end, a comma.
  public var trailing: String

  /// Gathers the parts.
  public init(path: ConfigPath, before: String?, written: String, leading: String = "", trailing: String = "") {
    self.path = path
    self.before = before
    self.written = written
    self.leading = leading
    self.trailing = trailing
  }
}
