/// What came of an examination.
public struct Report: Sendable {
  /// The program's version.
  public let version: String
  /// The machine's kind, such as `linux x86_64`.
  public let platform: String
  /// The results in the order of the chain.
  public let results: [CheckResult]
  /// How long it took, in milliseconds.
  public let milliseconds: Double

  /// Gathers the results.
  public init(version: String, platform: String, results: [CheckResult], milliseconds: Double) {
    self.version = version
    self.platform = platform
    self.results = results
    self.milliseconds = milliseconds
  }

  /// How many checks came to a status.
  public func count(_ status: Status) -> Int { results.count { $0.status == status } }

  /// The worst that was found; what was not looked at does not count.
  public var status: Status {
    for status in [Status.failed, .warning, .note] where count(status) > 0 { return status }
    return .passed
  }

  /// What `--fix` can do, each once.
  public var fixes: [Fix] {
    results.flatMap { result -> [Fix] in
      guard case .found(let findings) = result.outcome else { return [] }
      return findings.compactMap { $0.remedy?.fix }
    }
    .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// How many checks it has something to do for.
  var fixCount: Int {
    results.count { result in
      guard case .found(let findings) = result.outcome else { return false }
      return findings.contains { $0.remedy?.fix != nil }
    }
  }
}
