internal import Provisioning

/// Codex reads the folder that was written to.
struct CodexHomeCheck: Check {
  let id = "codex.home"
  let title = "codex home"
  let meaning = "CODEX_HOME leads Codex to another folder than the one that was written to"
  let prerequisites = ["codex.installed"]

  func run(_ context: DoctorContext) async -> Outcome {
    clientFolder(
      of: .codex,
      variable: "CODEX_HOME",
      folder: context.places.codexFolder,
      standard: "\(context.places.home)/.codex",
      file: "config.toml",
      context
    )
  }
}
