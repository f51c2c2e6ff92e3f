internal import Provisioning
internal import Secrets

/// No server of Codex in the background works with what it found when it was started long ago.
///
/// Codex keeps such a server from its first start on, and so does its extension for VS Code. It never learns of a key
/// that was written later.
struct CodexDaemonCheck: Check {
  let id = "codex.daemon"
  let title = "codex daemon"
  let meaning = "a server of Codex in the background was started before its key was written"
  let prerequisites = ["codex.key"]

  /// Where the processes are shown.
  var processes = "/proc"

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      let folder = context.places.codexFolder
      let running = RunningProcess.all(in: processes, context.system, where: Self.isServer).filter { process in
        let home = process.environment["HOME"].map { "\($0)/.codex" }
        return (process.environment["CODEX_HOME"] ?? home) == folder
      }
      guard !running.isEmpty else { return .passed("none runs") }
      let provider = codex["model_provider"]?.value ?? ""
      let variable = codex["model_providers", provider, "env_key"]?.value
      let stale = running.filter { process in
        guard let variable, let written = modificationTime("\(folder)/.env"), process.start < written else {
          return false
        }
        return process.environment[variable] != context.written?.masterKey.exposed
      }
      let ids = stale.map { "\($0.id)" }.joined(separator: " ")
      guard !stale.isEmpty else { return .passed("\(running.count) up to date") }
      return .warning(
        "a server of Codex in the background (\(stale.count == 1 ? "process" : "processes") \(ids)) was started before "
          + "its key was written, and does not know it",
        .command("kill \(ids)")
      )
    }
  }

  private static func isServer(_ arguments: [String]) -> Bool {
    guard arguments.contains("app-server") else { return false }
    // A script's interpreter stands before its name.
    return arguments.prefix(2).contains { $0.split(separator: "/").last == "codex" || $0.hasSuffix("/codex.js") }
  }
}
