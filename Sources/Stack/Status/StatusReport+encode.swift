internal import RequestLog
internal import Secrets

extension StatusReport: Encodable {
  private enum Key: String, CodingKey {
    case schemaVersion, engine, engineReason, state, keeper, process, uptimeSeconds, restarts, simulated, outdated,
      failure
    case portOwner, address, key, services, models, requests
  }

  private struct Model: Encodable {
    let name: String
    let deployments: [ServedModel.Deployment]
    let defaultOf: [String]
    let health: String?
    let lastFailure: RecentRequest?
  }

  /// The report as it is printed with `--json`; the key is masked there, too.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // Grows when a field changes its meaning.
    try container.encode(1, forKey: .schemaVersion)
    try container.encode(choice.kind, forKey: .engine)
    try container.encode(choice.reason, forKey: .engineReason)
    try container.encode(state, forKey: .state)
    try container.encodeIfPresent(keeper, forKey: .keeper)
    try container.encodeIfPresent(process, forKey: .process)
    try container.encodeIfPresent(uptimeSeconds, forKey: .uptimeSeconds)
    try container.encode(restarts, forKey: .restarts)
    try container.encode(isSimulated, forKey: .simulated)
    try container.encodeIfPresent(outdated, forKey: .outdated)
    try container.encodeIfPresent(failure, forKey: .failure)
    try container.encodeIfPresent(portOwner, forKey: .portOwner)
    try container.encode(address, forKey: .address)
    try container.encodeIfPresent(key?.masked, forKey: .key)
    try container.encode(services, forKey: .services)
    let shown = models.map { model, health in
      Model(
        name: model.name,
        deployments: model.deployments,
        defaultOf: model.defaultOf,
        health: health.name,
        lastFailure: health.failure
      )
    }
    try container.encode(shown, forKey: .models)
    try container.encode(requests.requests, forKey: .requests)
  }
}
