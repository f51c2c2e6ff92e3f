public import Diagnostics

/// One thing that a check found.
public struct Finding: Sendable, Equatable {
  /// How bad it is: an error fails the check.
  public var severity: Diagnostic.Severity
  /// What it is: one line, in lower case, without a full stop. Never contains a secret.
  public var message: String
  /// What mends it; `nil` where nothing needs to be done.
  public var remedy: Remedy?
  /// The file, as the user would name it.
  public var file: String?
  /// The line, counted from 1.
  public var line: Int?

  /// Makes a finding of its parts.
  public init(
    _ severity: Diagnostic.Severity,
    _ message: String,
    _ remedy: Remedy? = nil,
    file: String? = nil,
    line: Int? = nil
  ) {
    self.severity = severity
    self.message = message
    self.remedy = remedy
    self.file = file
    self.line = line
  }

  /// Takes over what another part of the program found.
  ///
  /// - Parameters:
  ///   - diagnostic: the finding.
  ///   - severity: how bad it is here, if that differs.
  ///   - remedy: in place of the diagnostic's hint.
  public init(_ diagnostic: Diagnostic, as severity: Diagnostic.Severity? = nil, remedy: Remedy? = nil) {
    self.init(
      severity ?? diagnostic.severity,
      diagnostic.message,
      remedy ?? diagnostic.hint.map(Remedy.advice),
      file: diagnostic.file,
      line: diagnostic.line
    )
  }
}
