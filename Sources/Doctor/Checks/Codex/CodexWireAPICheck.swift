internal import Diagnostics

/// No provider is to be asked in the format that Codex gave up.
struct CodexWireAPICheck: Check {
  let id = "codex.wire-api"
  let title = "codex wire API"
  let meaning = "wire_api is not responses, so Codex does not start"
  let prerequisites = ["codex.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      var findings: [Finding] = []
      for (_, api) in codex.each("wire_api", below: "model_providers") where api.value != "responses" {
        findings.append(
          Finding(
            .error,
            "Codex does not start: responses is the only wire_api it still has",
            api.value == "chat"
              ? .replacing("chat", with: "responses", inLine: api.line, of: api.file)
              : .advice("write wire_api = \"responses\""),
            file: api.file,
            line: api.line
          )
        )
      }
      return .findings(findings, else: "responses")
    }
  }
}
