internal import Diagnostics

/// Codex does not refuse a key that it once took.
struct CodexRefusedCheck: Check {
  let id = "codex.refused"
  let title = "codex old keys"
  let meaning = "config.toml has a key or value of older versions, with which Codex does not start"
  let prerequisites = ["codex.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      var findings: [Finding] = []
      if let profile = codex["profile"] {
        findings.append(
          Finding(
            .error,
            "Codex does not start: profile is no longer a key, but its option --profile",
            file: profile.file,
            line: profile.line
          )
        )
      }
      if let policy = codex["approval_policy"], policy.value == "untrusted" {
        findings.append(
          Finding(
            .error,
            "Codex does not start: approval_policy is no longer untrusted",
            file: policy.file,
            line: policy.line
          )
        )
      }
      return .findings(findings.deletingTheirLines(), else: "none")
    }
  }
}
