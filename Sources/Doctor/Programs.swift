/// Runs the programs that checks ask, such as `git --version`.
///
/// A port, so that tests need no such programs.
public struct Programs: Sendable {
  /// What came of running one.
  public enum Answer: Sendable, Equatable {
    /// It ended.
    case ended(status: Int32, output: String, errors: String)
    /// There is no such program in the folders of the search path.
    case missing
    /// It gave no answer in time, or none that can be read, and was ended.
    case silent

    /// What it printed if it succeeded.
    public var output: String? {
      guard case .ended(0, let output, _) = self else { return nil }
      return output
    }
  }

  private let body: @Sendable (String, [String], String, Duration) async -> Answer

  /// Runs programs with `body`, which has no use for their input.
  public init(_ body: @escaping @Sendable (String, [String], Duration) async -> Answer) {
    self.body = { program, arguments, _, patience in await body(program, arguments, patience) }
  }

  /// Runs programs with `body`, which gets their input before the time to wait.
  public init(feeding body: @escaping @Sendable (String, [String], String, Duration) async -> Answer) {
    self.body = body
  }

  /// Runs a program, without input, in the working folder.
  ///
  /// - Parameters:
  ///   - program: its name, or its absolute path.
  ///   - arguments: its arguments.
  ///   - patience: how long to wait.
  /// - Returns: what came of it.
  public func callAsFunction(
    _ program: String,
    _ arguments: String...,
    patience: Duration = .seconds(3)
  ) async -> Answer {
    await body(program, arguments, "", patience)
  }

  /// Runs a program in the working folder.
  ///
  /// - Parameters:
  ///   - program: its name, or its absolute path.
  ///   - arguments: its arguments. Everybody on the machine can read them.
  ///   - input: what it reads.
  ///   - patience: how long to wait.
  /// - Returns: what came of it.
  public func callAsFunction(
    _ program: String,
    arguments: [String],
    input: String = "",
    patience: Duration
  ) async -> Answer {
    await body(program, arguments, input, patience)
  }
}
