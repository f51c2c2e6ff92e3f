internal import Diagnostics
internal import Provisioning

/// `.env` has every key that `init` makes up.
struct GeneratedKeysCheck: Check {
  let id = "rendered.keys"
  let title = "generated keys"
  let meaning = "a password that init makes up is empty in .env, and the compose engine would not start"
  let prerequisites = ["env.file", "env.master-key"]

  private static let passwords = KnownKey.all.filter(\.isGenerated).map(\.name)

  func run(_ context: DoctorContext) async -> Outcome {
    guard let env = context.env else { return .passed("none") }
    let missing = Self.missing(in: env)
    guard !missing.isEmpty else { return .passed(Self.passwords.joined(separator: ", ")) }
    let verb = missing.count == 1 ? "is" : "are"
    return .warning("\(missing.joined(separator: " and ")) \(verb) empty in \(env.name)", .fix(.initialize([])))
  }

  /// The keys that are empty, or not there.
  static func missing(in env: EnvironmentReading) -> [String] {
    passwords.filter { (env[$0] ?? "").allSatisfy(\.isWhitespace) }
  }
}
