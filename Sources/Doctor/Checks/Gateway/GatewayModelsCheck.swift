internal import Diagnostics
internal import Gateway
internal import Provisioning
internal import Stack

/// The gateway serves the models that the clients start with, and those of the files.
struct GatewayModelsCheck: Check {
  let id = "gateway.models"
  let title = "models"
  let meaning = "a model that a client starts with is not served, or the gateway serves an old configuration"
  let prerequisites = ["gateway.key"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    guard let gateway = context.gateway, case .success(let configuration) = context.configuration else {
      return .skipped("the gateway's address is not known")
    }
    let names: [String]
    do throws(Failure) {
      names = try await GatewayClient(gateway).modelNames() ?? []
    } catch {
      return .findings(error.diagnostics.map { Finding($0) }, else: "")
    }
    let known = Self.patterns(context)
    let wanted = [
      (Client.codex, "Codex", configuration.codexModel), (.claude, "Claude Code", configuration.claudeModel),
      (.claude, "Claude Code, for small tasks,", configuration.claudeSmallModel),
    ]
    let missing = wanted.filter { client, _, model in
      context.clients.contains(client) && !names.contains(model) && !known.contains { $0.serves(model) }
    }
    let findings = missing.map { _, tool, model in
      Finding(.error, "\(tool) starts with \(model), which the gateway does not serve", remedy(model, names, context))
    }
    return .findings(findings, else: "\(names.count) \(names.count == 1 ? "model" : "models")")
  }

  /// The files' patterns, which a gateway serves without listing them.
  private static func patterns(_ context: DoctorContext) -> [ModelEntry] {
    context.settings.activeProviders.flatMap(\.models).filter { $0.alias.contains("*") }
  }

  private func remedy(_ model: String, _ names: [String], _ context: DoctorContext) -> Remedy {
    // The file has it: the gateway was started before.
    if !context.isInside, context.settings.activeProviders.contains(where: { $0.serves(model) }) {
      return .command(context.startCommand)
    }
    let other = nearest(to: model, in: names).map { "did you mean \($0)? " } ?? ""
    return .advice("\(other)CODEX_MODEL, CLAUDE_MODEL and CLAUDE_SMALL_MODEL in .env say which; then run init")
  }
}
