/// One thing found in the user's input: where it is, what is wrong, and what to do about it.
///
/// It prints as `path:line:column: severity: message`, the form that editors and terminals turn into links, followed by
/// an indented `hint:` line. Messages begin in lower case and have no full stop.
public struct Diagnostic: Sendable, Equatable, Codable, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Sendable, Codable, Comparable {
    /// Worth knowing.
    case note
    /// Works, but probably not as meant.
    case warning
    /// Nothing is written and nothing is started.
    case error

    /// Orders by badness.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// A stable dotted name for the kind of finding, such as `env.placeholder`.
  public var id: String
  /// What is wrong. Never contains a secret.
  public var message: String
  /// What to type or to change.
  public var hint: String?
  /// The file, as the user would name it.
  public var file: String?
  /// The line, counted from 1.
  public var line: Int?
  /// The column, counted from 1.
  public var column: Int?

  /// Makes a finding of all its parts.
  public init(
    _ severity: Severity,
    id: String,
    _ message: String,
    hint: String? = nil,
    file: String? = nil,
    line: Int? = nil,
    column: Int? = nil
  ) {
    self.severity = severity
    self.id = id
    self.message = message
    self.hint = hint
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column: severity: message`, and the hint on a line of its own.
  public var description: String {
    var place = file ?? ""
    if file != nil {
      if let line { place += ":\(line)" }
      if line != nil, let column { place += ":\(column)" }
      place += ": "
    }
    let advice = hint.map { "\n  hint: \($0)" } ?? ""
    return "\(place)\(severity.rawValue): \(message)\(advice)"
  }
}
