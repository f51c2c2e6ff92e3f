internal import DotEnv

/// The names that one `.env` file can give a value: the known ones, and those it has of its own.
struct KnownKeys {
  /// The names that `init` makes up values for, as long as they have none.
  static let generated = KnownKey.all.filter(\.isGenerated).map(\.name)

  private let names: Set<String>

  /// The names for a file that speaks of the further `providers`.
  init(providers: [String], document: DotEnvDocument) {
    names = Set(KnownKey.names(providers: providers)).union(document.assignments.map(\.key))
  }

  /// Whether `.env` can have this name.
  func contains(_ name: String) -> Bool { names.contains(name) }

  /// The name that was probably meant by `name`, or `nil` if none is near.
  func nearest(to name: String) -> String? {
    let wanted = name.uppercased()
    let candidates = names.map { (name: $0, distance: editDistance(wanted, $0)) }
    let best = candidates.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return best.flatMap { $0.distance <= max(2, wanted.utf8.count / 3) ? $0.name : nil }
  }
}
