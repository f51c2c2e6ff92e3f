internal import Diagnostics
internal import Provisioning

/// Codex's files can be read, and concern the gateway.
struct CodexFilesCheck: Check {
  let id = "codex.files"
  let title = "codex files"
  let meaning = "config.toml or .env of Codex cannot be read, so Codex does not start"
  let prerequisites = ["codex.home"]

  func run(_ context: DoctorContext) async -> Outcome {
    let configuration: CodexConfiguration
    do throws(Failure) {
      configuration = try CodexConfiguration(context)
    } catch {
      return .findings(error.diagnostics.map { Finding($0, as: .error) }, else: "")
    }
    // Whoever names a provider or an address of their own means to use one, whatever became of it.
    let marks = ["model_provider", "base_url", "openai_base_url", "env_key", "wire_api"]
    let isMeant = marks.contains { configuration[$0] != nil } || !configuration.tables(below: "model_providers").isEmpty
    guard context.hasWritten(.codex) || isMeant else {
      return .skipped("Codex is not configured for the gateway; agentproxy-setup init does that")
    }
    return .passed(context.places.display(context.places.codexFolder))
  }
}
