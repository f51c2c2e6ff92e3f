import Secrets
import SeededRandom
import WireFormats

@testable import Gateway

/// A request under way by its plan alone, with a clock that the test turns.
final class PlanRun {
  static let second: Int64 = 1_000_000_000

  let router: ModelRouter
  var plan: RoutePlan
  var now: Int64 = 1000 * second
  var generator = SeededGenerator(seed: 1)

  init(_ router: ModelRouter, _ model: String, format: WireFormat = .chatCompletions) {
    self.router = router
    let routes = router.routes(for: model, answering: format)
    plan = RoutePlan(model: model, routes: routes, format: format, streamed: false)
  }

  private var surroundings: RoutePlan.Surroundings { RoutePlan.Surroundings(router: router, now: now) }

  func begin() -> String { name(plan.begin(surroundings, &generator)) }

  func fail(_ failure: AttemptFailure, at id: String) -> String {
    name(plan.failed(failure, at: route(id), surroundings, &generator))
  }

  func fail(_ status: Int, at id: String) -> String { fail(AttemptFailure(kind: .status(status)), at: id) }

  func waited() -> String { name(plan.waited(surroundings, &generator)) }

  func mayContinue(after status: Int, at id: String) -> Bool {
    plan.mayContinue(after: status, at: route(id), router: router)
  }

  func rest(_ id: String, seconds: Double) {
    let policy = CooldownPolicy(allowedFails: nil, seconds: seconds)
    let failure = AttemptFailure(kind: .status(401))
    route(id).state.requestFailed(failure, policy: policy, hasOwnCooldown: true, now: now)
  }

  func route(_ id: String) -> Route {
    let names = router.listedNames + ["backup", "last"]
    guard let route = names.flatMap({ router.routes(for: $0) }).first(where: { $0.deployment.id == id }) else {
      preconditionFailure("the test has no deployment \(id)")
    }
    return route
  }

  private func name(_ action: RoutePlan.Action) -> String {
    switch action {
    case .ask(let route): route.deployment.id
    case .wait(let seconds): "wait \(Int(seconds))"
    case .giveUp: "give up"
    }
  }

  // MARK: - Configurations

  static func router(
    _ deployments: [Deployment],
    _ change: (inout RoutingSettings) -> Void = { _ in }
  ) -> ModelRouter {
    var settings = RoutingSettings()
    change(&settings)
    return ModelRouter(
      GatewayConfiguration(
        deployments: deployments,
        aliases: [ModelAlias(name: "nick", target: "m", isHidden: false)],
        masterKey: Secret("sk-m"),
        clientKeys: [],
        timeouts: Timeouts(),
        routing: settings,
        maximumBodySize: 1,
        allowedAddresses: nil
      )
    )
  }

  static func deployment(_ id: String, _ model: String = "m", order: Int? = nil, retries: Int? = nil) -> Deployment {
    var deployment = Deployment(modelName: model, upstreamModel: "u", provider: .openAI, apiKey: Secret("k"), id: id)
    deployment.order = order
    deployment.maximumRetries = retries
    return deployment
  }
}
