internal import ConfigEdit
internal import Diagnostics
internal import Provisioning

/// Copilot's completions do not go to the gateway, which has no use for GitHub's token.
struct CopilotCompletionsCheck: Check {
  let id = "copilot.completions"
  let title = "completions"
  let meaning = "Copilot sends all completions to the gateway with GitHub's token, which the gateway refuses"

  func run(_ context: DoctorContext) async -> Outcome {
    var findings: [Finding] = []
    for path in context.places.codeFolders.flatMap({ CodeProfile.all(of: $0, context) }).map(\.settings) {
      guard let bytes = context.file(path)?.bytes, let document = try? JSONDocument(parsing: bytes),
        let address = document.leaf(at: ["github.copilot.advanced", "debug.overrideProxyUrl"]),
        let value = JSONDocument.string(address.text), context.isGateway(value)
      else { continue }
      let isOurs = (try? ConfiguredClients(in: context.places, context.system).paths.contains(path)) == true
      let name = context.places.display(path)
      findings.append(
        Finding(
          .error,
          "Copilot sends all completions to the gateway, with GitHub's token, which the gateway refuses",
          isOurs ? .command("agentproxy-setup restore") : .deletingLine(address.line, of: name),
          file: name,
          line: address.line
        )
      )
    }
    return .findings(findings, else: "left to GitHub")
  }
}
