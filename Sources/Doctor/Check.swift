/// One thing that can be wrong with a setup, and how to find out whether it is.
///
/// A check only looks. It says what it found in words of its own, asks for nothing that another check finds out (that is
/// what ``prerequisites`` are for), and touches the machine through its ``DoctorContext`` alone.
public protocol Check: Sendable {
  /// A stable dotted name such as `env.placeholder`: what `--only`, `--json` and the documentation call it.
  var id: String { get }

  /// What it looks at, in a word or two, for the first column of the report.
  var title: String { get }

  /// What is wrong if it fails, in one line, for `--list-checks` and the documentation.
  var meaning: String { get }

  /// The checks without whose success this one has nothing to say. If one of them failed or was skipped, so is this.
  var prerequisites: [String] { get }

  /// How far it goes.
  var reach: Reach { get }

  /// Whether it is only counted as long as there is nothing to say: one of many of its kind.
  var isQuiet: Bool { get }

  /// Looks.
  ///
  /// - Parameter context: the setup.
  /// - Returns: what was found. No secret is in it.
  func run(_ context: DoctorContext) async -> Outcome
}

extension Check {
  /// What it is about, such as `codex`: the first part of its name, which those of one kind share.
  public var kind: Substring { id.prefix { $0 != "." } }

  /// None.
  public var prerequisites: [String] { [] }

  /// This machine's files and programs.
  public var reach: Reach { .local }

  /// It is worth a line of its own.
  public var isQuiet: Bool { false }
}
