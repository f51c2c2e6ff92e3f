internal import Provisioning

/// Our keys in Codex's files are as they were written.
struct CodexDriftCheck: Check {
  let id = "codex.drift"
  let title = "codex drift"
  let meaning = "a key that was written into Codex's files has another value now, or .env asks for another one"
  let prerequisites = ["codex.key", "codex.models", "codex.telemetry"]

  func run(_ context: DoctorContext) async -> Outcome { await drift(of: .codex, context) }
}
