internal import Diagnostics
internal import Provisioning

/// The key that opens the gateway, and that every client has to know.
struct MasterKeyCheck: Check {
  let id = "env.master-key"
  let title = "master key"
  let meaning = "LITELLM_MASTER_KEY, which opens the gateway, is neither in .env nor in the environment"

  func run(_ context: DoctorContext) async -> Outcome {
    switch context.configuration {
    case .success(let configuration): return .passed("\(configuration.masterKey)")
    case .failure(let failure):
      // Outside of a clone there is nothing that `init` could write.
      if !context.isInside, context.env.map({ !$0.exists || $0.failure != nil }) ?? true {
        return .skipped("env.file failed")
      }
      // A finding of its own says what is wrong with it.
      let isExplained = context.env?.findings.contains { finding in
        finding.severity == .error && finding.message.hasPrefix("LITELLM_MASTER_KEY ")
      }
      if isExplained ?? false { return .skipped("LITELLM_MASTER_KEY is wrong in .env") }
      let remedy: Remedy = context.isInside ? .advice("run agentproxy-setup init on the host") : .fix(.initialize([]))
      return .failed(failure.diagnostics.first?.message ?? "there is no LITELLM_MASTER_KEY", remedy)
    }
  }
}
