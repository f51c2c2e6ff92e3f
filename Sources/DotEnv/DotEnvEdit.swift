/// What giving a key a value did to a file, and so what it takes to undo it. It holds values, so it must not be shown.
public struct DotEnvEdit: Sendable, Equatable {
  /// The variable's name.
  public var key: String
  /// The value's text before, quotes included; `nil` if there was none.
  public var before: String?
  /// The value's text after, quotes included.
  public var written: String
  /// What was put in before the value along with it: the key, a line end that was missing.
  public var leading: String
  /// What was put in behind the value along with it: a line end, a space.
  public var trailing: String

  /// Gathers the parts.
  public init(key: String, before: String?, written: String, leading: String = "", trailing: String = "") {
    self.key = key
    self.before = before
    self.written = written
    self.leading = leading
    self.trailing = trailing
  }
}
