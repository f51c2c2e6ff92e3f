internal import Provisioning

/// Our keys in Claude Code's files are as they were written.
struct ClaudeDriftCheck: Check {
  let id = "claude.drift"
  let title = "claude drift"
  let meaning = "a key that was written into Claude Code's files has another value now, or .env asks for another one"
  let prerequisites = ["claude.models", "claude.onboarding", "claude.telemetry", "claude.token"]

  func run(_ context: DoctorContext) async -> Outcome { await drift(of: .claude, context) }
}
