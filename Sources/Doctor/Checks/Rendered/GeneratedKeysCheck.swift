internal import Diagnostics
internal import Provisioning

/// `.env` has every key that `init` makes up.
struct GeneratedKeysCheck: Check {
  let id = "rendered.keys"
  let title = "generated keys"
  let meaning = "a password that init makes up is empty in .env, and the compose engine would not start"
  let prerequisites = ["env.file", "env.master-key"]

  func run(_ context: DoctorContext) async -> Outcome {
    guard let env = context.env else { return .passed("none") }
    let passwords = KnownKey.all.filter(\.isGenerated).map(\.name)
    let missing = passwords.filter { (env[$0] ?? "").allSatisfy(\.isWhitespace) }
    guard !missing.isEmpty else { return .passed(passwords.joined(separator: ", ")) }
    let verb = missing.count == 1 ? "is" : "are"
    return .warning("\(missing.joined(separator: " and ")) \(verb) empty in \(env.name)", .fix(.initialize([])))
  }
}
