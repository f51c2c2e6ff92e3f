import WireFormats

/// Finds the deployments that answer to a model name: by the name itself, by an alias, or by a wildcard.
struct ModelRouter: Sendable {
  /// A deployment, and the name under which its upstream knows the model.
  struct Route: Sendable {
    let deployment: Deployment
    let upstreamModel: String
    /// `upstreamModel` as JSON, ready to be put in the place of the client's name.
    let upstreamModelJSON: [UInt8]

    init(_ deployment: Deployment, upstreamModel: String) {
      self.deployment = deployment
      self.upstreamModel = upstreamModel
      upstreamModelJSON = ModelRouter.json(upstreamModel)
    }
  }

  private let exact: [String: [Route]]
  private let wildcards: [(pattern: ModelPattern, deployment: Deployment)]

  /// The names to list, in the order of the configuration: no wildcards, no hidden aliases.
  let listedNames: [String]

  init(_ configuration: GatewayConfiguration) {
    var exact: [String: [Route]] = [:]
    var wildcards: [(pattern: ModelPattern, deployment: Deployment)] = []
    var names: [String] = []
    for deployment in configuration.deployments {
      if let pattern = ModelPattern(deployment.modelName) {
        wildcards.append((pattern, deployment))
        continue
      }
      if exact[deployment.modelName] == nil { names.append(deployment.modelName) }
      let route = Route(deployment, upstreamModel: deployment.upstreamModel)
      exact[deployment.modelName, default: []].append(route)
    }
    // The longest pattern first: `claude-*` knows better than `*`.
    wildcards.sort { $0.pattern.specificity > $1.pattern.specificity }
    for alias in configuration.aliases where exact[alias.name] == nil {
      let routes = exact[alias.target] ?? Self.routes(for: alias.target, wildcards)
      guard !routes.isEmpty else { continue }
      exact[alias.name] = routes
      if !alias.isHidden { names.append(alias.name) }
    }
    self.exact = exact
    self.wildcards = wildcards
    listedNames = names
  }

  /// The routes for a model that a client names; none where the model is unknown.
  func routes(for model: String) -> [Route] {
    exact[model] ?? Self.routes(for: model, wildcards)
  }

  private static func routes(
    for model: String,
    _ wildcards: [(pattern: ModelPattern, deployment: Deployment)]
  ) -> [Route] {
    var routes: [Route] = []
    var specificity: Int?
    for (pattern, deployment) in wildcards {
      if let specificity, pattern.specificity < specificity { break }
      guard let matched = pattern.match(model) else { continue }
      specificity = pattern.specificity
      routes.append(Route(deployment, upstreamModel: ModelPattern.fill(deployment.upstreamModel, with: matched)))
    }
    return routes
  }

  private static func json(_ name: String) -> [UInt8] {
    var text = JSONText()
    text.string(name)
    return text.bytes
  }
}
