internal import Tables
internal import WireFormats

/// What `models test` shows.
public struct ModelTestReport: Sendable, Equatable {
  /// The results, in the order of the tests.
  public let results: [ModelTestResult]

  /// Reports `results`.
  public init(_ results: [ModelTestResult]) {
    self.results = results
  }

  /// How many speak against the setup.
  public var failureCount: Int { results.count(where: \.isFailure) }

  /// What to do about the failures, each once.
  public var remedies: [String] {
    Verdict.allCases.filter { verdict in results.contains { $0.isFailure && $0.verdict == verdict } }
      .compactMap { verdict in verdict.remedy.map { "\(verdict.words): \($0)" } }
  }

  /// The results as a table, and their number.
  ///
  /// - Parameter width: how many characters fit into a line; `nil` for any number.
  /// - Returns: the lines.
  public func text(width: Int?) -> String {
    var table = TextTable([
      .init("model"), .init("format"), .init("verdict"), .init("time", .right),
      .init("", expendability: 1, mayBeCut: true),
    ])
    for result in results {
      table.add([
        result.test.model, result.test.format.rawValue, result.verdict.words,
        shortTime(milliseconds: result.milliseconds), result.message ?? "",
      ])
    }
    let failed = failureCount
    return table.text(width: width) + "\(results.count - failed) ok, \(failed) failed\n"
  }
}

extension ModelTestReport: Encodable {
  private enum Key: String, CodingKey {
    case schemaVersion, failed, results
  }

  /// The report as it is printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // Grows when a field changes its meaning.
    try container.encode(1, forKey: .schemaVersion)
    try container.encode(failureCount, forKey: .failed)
    try container.encode(results, forKey: .results)
  }
}

extension ModelTestResult: Encodable {
  private enum Key: String, CodingKey {
    case model, format, verdict, isFailure, status, milliseconds, message
  }

  /// The result as it is printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(test.model, forKey: .model)
    try container.encode(test.format.rawValue, forKey: .format)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(isFailure, forKey: .isFailure)
    try container.encodeIfPresent(status, forKey: .status)
    try container.encode(milliseconds.rounded(), forKey: .milliseconds)
    try container.encodeIfPresent(message, forKey: .message)
  }
}
