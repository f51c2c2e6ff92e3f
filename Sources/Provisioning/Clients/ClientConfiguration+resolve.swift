public import Diagnostics
internal import DotEnv

extension ClientConfiguration {
  /// The variables that speak of the gateway and not of a provider. `OPENAI_API_KEY` is none of them: in the
  /// devcontainer it holds the gateway's own key, on the host a provider's.
  private static let variables = ["LITELLM_MASTER_KEY", "CODEX_MODEL", "CLAUDE_MODEL", "CLAUDE_SMALL_MODEL"]

  /// Finds out what clients have to know: from the process's environment first, then from `.env`.
  ///
  /// - Parameters:
  ///   - environment: the process's environment.
  ///   - environmentFile: the absolute path of `.env`, if there is a project. The file itself may be missing.
  ///   - gateway: where the gateway is if `AGENTPROXY_BASE_URL` does not say; `nil` for this machine.
  ///   - places: how messages name the files.
  ///   - system: where to read.
  /// - Returns: the configuration.
  /// - Throws: `Failure` if something is wrong with it, or if there is no master key. What only concerns the providers
  ///   is not looked at.
  public static func resolve(
    environment: [String: String],
    environmentFile: String?,
    gateway: String?,
    places: Places,
    system: some System
  ) throws(Failure) -> ClientConfiguration {
    var source = SettingsSource(values: .empty)
    if let environmentFile {
      let file = try EnvironmentFile.read(environmentFile, places, environment: environment, system)
      source = SettingsSource(
        values: file.values,
        document: file.document,
        file: places.display(environmentFile),
        mode: file.state?.mode
      )
    }
    source.environment = environment.filter { variables.contains($0.key) && !$0.value.isEmpty }
    let (settings, findings) = Settings.read(source)
    let errors = findings.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Failure(.badInput, errors) }
    guard var configuration = ClientConfiguration(settings) else {
      throw Failure(
        .badInput,
        id: "env.master-key",
        "LITELLM_MASTER_KEY is neither in the environment nor in \(source.file)",
        hint: "run agentproxy-setup init in the project, on the host"
      )
    }
    if let list = environment["AGENTPROXY_MODELS"], !list.isEmpty {
      configuration.models = GatewayModel.list(list)
    } else if source.document?.assignments.isEmpty ?? true {
      // In the devcontainer `.env` looks empty: what it says of models is not known.
      configuration.models = []
    }
    let named = environment["AGENTPROXY_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
    configuration.baseURL =
      try GatewayAddress(named ?? gateway ?? settings.baseURL, from: "AGENTPROXY_BASE_URL").description
    return configuration
  }
}
