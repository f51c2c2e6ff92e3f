internal import Provisioning
internal import Secrets

/// Codex has the gateway's key.
struct CodexKeyCheck: Check {
  let id = "codex.key"
  let title = "codex key"
  let meaning = "Codex finds no key for the gateway, or an old one"
  let prerequisites = ["codex.provider"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      let provider = codex["model_provider"]?.value ?? ""
      func value(_ key: String) -> ClientValue? { codex["model_providers", provider, key] }
      guard let variable = value("env_key") else {
        if let token = value("experimental_bearer_token") {
          return token.value == context.written?.masterKey.exposed
            ? .passed("in config.toml")
            : .failed(
              "Codex has another key than the gateway's",
              context.configuring(.codex),
              file: token.file,
              line: token.line
            )
        }
        if codex["model_providers", provider, "auth", "command"] != nil { return .passed("from a command") }
        return .failed("Codex sends no key: [model_providers.\(provider)] has no env_key", context.configuring(.codex))
      }
      let name = variable.value
      let file = context.places.display("\(context.places.codexFolder)/.env")
      guard let key = codex.variable(name, context.environment) else {
        return .failed(
          "Codex has no key: \(name) is neither in \(file) nor in the environment",
          context.configuring(.codex)
        )
      }
      guard key == context.written?.masterKey.exposed else {
        let isInFile = codex.variable(name, [:]) != nil
        let place = isInFile ? "in \(file)" : "in the environment"
        return .failed(
          "\(name) \(place) is not the gateway's key",
          isInFile ? context.configuring(.codex) : .command("unset \(name)")
        )
      }
      guard codex.variable(name, [:]) != nil else {
        return .warning(
          "\(name) is in this shell alone: VS Code, or a shell without it, has no key",
          context.configuring(.codex)
        )
      }
      return .passed("\(name) in \(file)")
    }
  }
}
