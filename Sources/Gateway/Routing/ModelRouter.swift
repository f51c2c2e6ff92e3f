import WireFormats

/// Finds the deployments that answer to a model name: by the name itself, by an alias, or by a wildcard.
///
/// A class, as every decision about a request refers to it.
final class ModelRouter: Sendable {
  private struct Wildcard {
    let pattern: ModelPattern
    let deployment: Deployment
    let index: Int
    let state: DeploymentState
  }

  private let exact: [String: [Route]]
  private let wildcards: [Wildcard]
  private let aliasTargets: [String: String]

  /// All deployments, in the order of the configuration, and what changes of them.
  let deployments: [(Deployment, DeploymentState)]
  /// Whether providers of OpenAI's formats and of Anthropic's are served, so that a client can change from one to the
  /// other.
  let hasSeveralKinds: Bool
  /// The names to list, in the order of the configuration: no wildcards, no hidden aliases.
  let listedNames: [String]
  /// What happens when a deployment fails.
  let settings: RoutingSettings
  /// Whether any setting makes a difference between an error that refuses the request and others. Most have none, and
  /// then no error is looked into.
  let distinguishesRefusals: Bool

  /// - Parameters:
  ///   - configuration: what is served.
  ///   - predecessor: what routed before the configuration was read anew. What is known of a deployment that is still
  ///     there stays known: its requests under way, its failures, its rests.
  init(_ configuration: GatewayConfiguration, after predecessor: ModelRouter? = nil) {
    // Several may be equal; the last is taken first.
    var known: [DeploymentIdentity: [DeploymentState]] = [:]
    for (deployment, state) in predecessor?.deployments.reversed() ?? [] {
      known[DeploymentIdentity(deployment), default: []].append(state)
    }
    settings = configuration.routing
    distinguishesRefusals =
      !settings.fallbacks.byReason.isEmpty || settings.retries.byClass?.tellsContentPolicy == true
      || settings.retries.byModel.values.contains(where: \.tellsContentPolicy)
      || configuration.deployments.contains(where: \.allowedFailsByClass.tellsContentPolicy)
    var exact: [String: [Route]] = [:]
    var wildcards: [Wildcard] = []
    var names: [String] = []
    var deployments: [(Deployment, DeploymentState)] = []
    for (index, deployment) in configuration.deployments.enumerated() {
      let state = known[DeploymentIdentity(deployment)]?.popLast() ?? DeploymentState()
      deployments.append((deployment, state))
      if let pattern = ModelPattern(deployment.modelName) {
        wildcards.append(Wildcard(pattern: pattern, deployment: deployment, index: index, state: state))
        continue
      }
      if exact[deployment.modelName] == nil { names.append(deployment.modelName) }
      let route = Route(
        deployment,
        index: index,
        state: state,
        upstreamModel: deployment.upstreamModel,
        settings: settings
      )
      exact[deployment.modelName, default: []].append(route)
    }
    // The longest pattern first: `claude-*` knows better than `*`.
    wildcards.sort { $0.pattern.specificity > $1.pattern.specificity }
    var aliasTargets: [String: String] = [:]
    for alias in configuration.aliases where exact[alias.name] == nil {
      let routes = exact[alias.target] ?? Self.routes(for: alias.target, wildcards, settings)
      guard !routes.isEmpty else { continue }
      exact[alias.name] = routes
      aliasTargets[alias.name] = alias.target
      if !alias.isHidden { names.append(alias.name) }
    }
    self.exact = exact
    self.wildcards = wildcards
    self.aliasTargets = aliasTargets
    listedNames = names
    self.deployments = deployments
    hasSeveralKinds = Set(deployments.map { $0.0.provider == .anthropic }).count > 1
  }

  /// The routes for a model that a client names; none where the model is unknown.
  func routes(for model: String) -> [Route] {
    exact[model] ?? Self.routes(for: model, wildcards, settings)
  }

  /// Those of a model's routes that can answer a client of this format.
  func routes(for model: String, answering format: WireFormat) -> [Route] {
    Self.routes(routes(for: model), answering: format)
  }

  /// Those of some routes that can answer a client of this format.
  static func routes(_ routes: [Route], answering format: WireFormat) -> [Route] {
    if routes.allSatisfy({ $0.deployment.answers(format) }) { return routes }
    return routes.filter { $0.deployment.answers(format) }
  }

  /// Takes note that an endpoint does not have OpenAI's Responses.
  func noteLackOfResponses(at endpoint: UpstreamEndpoint?) {
    for (deployment, state) in deployments where deployment.upstream == endpoint { state.noteLackOfResponses() }
  }

  /// The name itself, and the one that it is an alias of.
  func names(for model: String) -> [String] {
    aliasTargets[model].map { [model, $0] } ?? [model]
  }

  private static func routes(for model: String, _ wildcards: [Wildcard], _ settings: RoutingSettings) -> [Route] {
    var routes: [Route] = []
    var specificity: Int?
    for wildcard in wildcards {
      if let specificity, wildcard.pattern.specificity < specificity { break }
      guard let matched = wildcard.pattern.match(model) else { continue }
      specificity = wildcard.pattern.specificity
      let name = ModelPattern.fill(wildcard.deployment.upstreamModel, with: matched)
      let route = Route(
        wildcard.deployment,
        index: wildcard.index,
        state: wildcard.state,
        upstreamModel: name,
        settings: settings
      )
      routes.append(route)
    }
    return routes
  }
}
