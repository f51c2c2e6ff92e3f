internal import Diagnostics
internal import Provisioning

/// No other user of this machine can read a file with a key in it.
struct LeakPermissionsCheck: Check {
  let id = "leaks.permissions"
  let title = "file permissions"
  let meaning = "other users of this machine may read a file that holds a key"

  func run(_ context: DoctorContext) async -> Outcome {
    let places = context.places
    let paths = [
      "\(places.codexFolder)/.env", "\(places.codexFolder)/auth.json", places.claudeSettings, places.ledger,
    ]
    let findings = paths.compactMap { path -> Finding? in
      guard let mode = context.file(path)?.mode, mode & 0o077 != 0 else { return nil }
      let name = places.display(path)
      return Finding(
        .warning,
        "it holds a key, and other users of this machine may read it: its mode is \(String(mode & 0o777, radix: 8))",
        .fix(.restrict(path: path, name: name)),
        file: name
      )
    }
    return .findings(findings, else: "for this user alone")
  }
}
