internal import ConfigEdit
internal import Diagnostics
internal import Provisioning

/// Claude Code comes straight to its prompt, without a login.
struct ClaudeOnboardingCheck: Check {
  let id = "claude.onboarding"
  let title = "claude first run"
  let meaning = "Claude Code shows its first-run screens, and asks for a login at its maker; or its notes are no JSON"
  let prerequisites = ["claude.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    let path = context.places.claudeState
    do throws(Failure) {
      let leaf = try ClaudeSettings.document(path, context)?.leaf(at: ["hasCompletedOnboarding"])
      guard leaf?.text != "true" else { return .passed("done") }
      return .warning(
        "Claude Code begins with its first-run screens: hasCompletedOnboarding is not true",
        context.configuring(.claude),
        file: context.places.display(path),
        line: leaf?.line
      )
    } catch {
      return .findings(error.diagnostics.map { Finding($0, as: .error) }, else: "")
    }
  }
}
