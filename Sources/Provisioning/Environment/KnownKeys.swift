internal import Diagnostics
internal import DotEnv

/// The names that one `.env` file can give a value: the known ones, and those it has of its own.
struct KnownKeys {
  /// The names that `init` makes up values for, as long as they have none.
  static let generated = KnownKey.all.filter(\.isGenerated).map(\.name)

  /// The keys that are added where they are missing: without them another program takes something else than the file
  /// is documented to say. Compose would also read an override that somebody puts beside `docker-compose.yml`.
  static let stated = KnownKey.all.filter { $0.name == "COMPOSE_FILE" }

  private let names: Set<String>

  /// The names for a file that speaks of the further `providers`.
  init(providers: [String], document: DotEnvDocument) {
    names = Set(KnownKey.names(providers: providers)).union(document.assignments.map(\.key))
  }

  /// Whether `.env` can have this name.
  func contains(_ name: String) -> Bool { names.contains(name) }

  /// The name that was probably meant by `name`, or `nil` if none is near.
  func nearest(to name: String) -> String? {
    Diagnostics.nearest(to: name.uppercased(), in: names)
  }
}
