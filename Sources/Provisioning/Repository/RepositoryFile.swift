internal import Diagnostics
internal import Rendering
internal import Templates

/// A file of the repository itself that is rendered whole from the settings.
struct RepositoryFile {
  /// Where the templates of these files are; below it they have the paths that the files have in the project.
  static let templates = "repository/"

  /// Those that `docker-compose.yml` mounts. Each service runs as a user of its own, who has to be able to read them.
  static let mounted: Set = ["litellm_config.yaml", "stack/Caddyfile", "stack/request_logs.sql"]

  /// The path in the project.
  let path: String
  /// The content.
  let text: String

  /// Renders every file. No secret is among the values: what is secret stays a reference to a variable.
  ///
  /// - Throws: `Failure` if a template is broken, which the tests rule out.
  static func all(_ settings: Settings) throws(Failure) -> [RepositoryFile] {
    let values = values(settings)
    var files: [RepositoryFile] = []
    for template in Templates.all where template.path.hasPrefix(templates) {
      let path = String(template.path.dropFirst(templates.count))
      files.append(RepositoryFile(path: path, text: try render(template.path, values)))
    }
    return files
  }

  private static func values(_ settings: Settings) -> Values {
    let active = settings.activeProviders
    let aliases = active.flatMap(\.models).map(\.alias)
    let deployments = aliases.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let hasAlternatives = deployments.count < aliases.count
    let openAI = active.filter { $0.kind == .openAI }
    let image = ImageReference(settings.liteLLMImage)
    return [
      "hasModels": .flag(!aliases.isEmpty),
      "models": .list(active.flatMap { models($0) { hasAlternatives && deployments[$0] == 1 } }),
      "routing": .text(settings.routing.rawValue),
      "hasAlternatives": .flag(hasAlternatives),
      "chatOnly": .flag(!openAI.isEmpty && openAI.allSatisfy { $0.wireAPI == .chat }),
      "cache": .flag(settings.cache),
      "providerVariables": .list(variables(active).map { ["name": .text($0)] }),
      "codexModel": .text(settings.codexModel),
      "listedModels": .text(settings.gatewayModels.map(\.listed).joined(separator: ",")),
      "claudeModel": .text(settings.claudeModel),
      "claudeSmallModel": .text(settings.claudeSmallModel),
      "hostProvider": .flag(active.contains { $0.apiBase?.lowercased().contains("//host.docker.internal") == true }),
      "embedded": .flag(settings.profiles.contains(.embedded)),
      "fronted": .flag(settings.isFronted),
      "strict": .flag(settings.devcontainerNetwork == .strict),
      "bindIsName": .flag(settings.bind == "localhost"),
      "bindIsIPv6": .flag(settings.bind.contains(":")),
      "bindIsAddress": .flag(settings.bind != "localhost" && !settings.bind.contains(":")),
      "tlsBindIsName": .flag(settings.tlsBind == "localhost"),
      "tlsBindIsIPv6": .flag(settings.tlsBind.contains(":")),
      "tlsBindIsAddress": .flag(settings.tlsBind != "localhost" && !settings.tlsBind.contains(":")),
      "imageRepository": .text(image.repository),
      "imageTag": .text(image.tag),
      "ingress": .flag(settings.profiles.contains(.tls) && settings.tlsHost != "localhost"),
      "tlsHost": .text(settings.tlsHost),
      "allowedIPs": .text(settings.allowedIPs.joined(separator: ",")),
      "hasAllowedIPs": .flag(!settings.allowedIPs.isEmpty),
    ]
  }

  private static func models(_ provider: Provider, isAlone: (String) -> Bool) -> [Values] {
    let prefix =
      switch (provider.kind, provider.wireAPI) {
      case (.anthropic, _): "anthropic/"
      // LiteLLM sends `openai/` to `/responses` for Codex and Claude Code; `custom_openai/` it translates.
      case (.openAI, .chat): "custom_openai/"
      case (.openAI, _): "openai/"
      }
    return provider.models.map { model in
      [
        "alias": .text(model.alias),
        "model": .text(prefix + model.upstream),
        "apiKey": .text("os.environ/\(provider.keyVariable)"),
        "apiBase": .text("os.environ/\(provider.baseVariable)"),
        "isAlone": .flag(isAlone(model.alias)),
      ]
    }
  }

  /// The variables that LiteLLM needs of the providers, each once.
  private static func variables(_ providers: [Provider]) -> [String] {
    var names: [String] = []
    for name in providers.flatMap({ [$0.keyVariable, $0.baseVariable] }) where !names.contains(name) {
      names.append(name)
    }
    return names
  }
}
