internal import Tables

/// The checks there are, as `--list-checks` prints them.
public struct CheckList: Sendable, Encodable {
  /// One check.
  public struct Entry: Sendable, Encodable {
    /// Its name.
    public let id: String
    /// Where in the chain it stands.
    public let section: Section
    /// What is wrong if it fails.
    public let meaning: String
    /// How far it goes.
    public let reach: Reach
    /// The checks without whose success it has nothing to say.
    public let prerequisites: [String]
  }

  /// Grows when a field changes its meaning.
  public let schemaVersion = 1
  /// The checks, in the order of the report.
  public let checks: [Entry]

  private enum CodingKeys: String, CodingKey {
    case schemaVersion, checks
  }

  /// Lists checks.
  public init(_ all: [(section: Section, checks: [any Check])] = allChecks) {
    checks = all.flatMap { section, checks in
      checks.map { check in
        Entry(
          id: check.id,
          section: section,
          meaning: check.meaning,
          reach: check.reach,
          prerequisites: check.prerequisites
        )
      }
    }
  }

  /// The list as a table.
  public func text(width: Int?) -> String {
    var table = TextTable([
      .init("check"), .init("reach", expendability: 1), .init("fails if", mayBeCut: width != nil),
    ])
    for entry in checks { table.add([entry.id, entry.reach.rawValue, entry.meaning]) }
    return table.text(width: width)
  }

  /// The list as a table in Markdown, as it stands in the documentation.
  public var markdown: String {
    let rows = checks.map { "| `\($0.id)` | \($0.reach.rawValue) | \($0.meaning) |\n" }
    return "| check | reach | fails if |\n|---|---|---|\n" + rows.joined()
  }
}
