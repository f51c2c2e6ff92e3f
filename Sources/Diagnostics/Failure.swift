/// What ends a command: one or more findings, and the exit status they stand for.
public struct Failure: Error, Sendable, CustomStringConvertible {
  /// The exit statuses of every command. The numbers from 64 up are those of `sysexits.h`.
  public enum Status: Int32, Sendable {
    /// The work could not be done.
    case failed = 1
    /// A dry run found changes to make.
    case changesPending = 2
    /// The arguments are wrong.
    case usage = 64
    /// An input file is wrong.
    case badInput = 65
    /// Something needed is not available: a port, a program, a file system.
    case unavailable = 69
  }

  /// The process's exit status.
  public var status: Status
  /// What was found, in the order to print.
  public var diagnostics: [Diagnostic]

  /// Ends with `status` for the reasons in `diagnostics`.
  public init(_ status: Status, _ diagnostics: [Diagnostic]) {
    self.status = status
    self.diagnostics = diagnostics
  }

  /// Ends with `status` for a single reason.
  public init(
    _ status: Status,
    id: String,
    _ message: String,
    hint: String? = nil,
    file: String? = nil,
    line: Int? = nil,
    column: Int? = nil
  ) {
    self.init(
      status,
      [Diagnostic(.error, id: id, message, hint: hint, file: file, line: line, column: column)]
    )
  }

  /// The findings, one after another.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
