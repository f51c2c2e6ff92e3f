import Diagnostics
import Gateway
import Provisioning
import Secrets
import Stack

/// Where the commands about models look: the gateway, and the files beside it.
struct ModelSource {
  let client: GatewayClient
  /// The gateway's address, for messages.
  let address: String
  /// What must not be shown.
  let secrets: [Secret]
  private let known: [ServedModel]
  private let defaults: [(tool: String, model: String)]

  init(_ session: Session) throws(Failure) {
    let (project, environmentFile) = try session.projectIfAny()
    let configuration = try ClientConfiguration.resolve(
      environment: session.environment,
      environmentFile: environmentFile,
      gateway: nil,
      places: session.places,
      system: session.system
    )
    let gateway = try GatewayAddress(configuration.baseURL, from: "AGENTPROXY_BASE_URL")
    address = gateway.description
    client = GatewayClient(
      GatewayEndpoint(url: address, host: gateway.host, port: gateway.port, key: configuration.masterKey)
    )
    defaults = [
      ("codex", configuration.codexModel), ("claude", configuration.claudeModel),
      ("claude's small tasks", configuration.claudeSmallModel),
    ]
    (known, secrets) =
      Self.served(session, project, environmentFile) ?? (configuration.models.map { ServedModel($0.name) }, [])
  }

  /// The models of `litellm_config.yaml` and their keys, if it can be read. Without a provider's key it is read as if no
  /// provider were to be asked: the names are the same.
  private static func served(
    _ session: Session,
    _ project: Project?,
    _ environmentFile: String?
  ) -> (models: [ServedModel], secrets: [Secret])? {
    for simulate in [false, true] {
      let source = GatewaySource(
        project: project,
        environmentFile: environmentFile,
        configurationFile: nil,
        simulate: simulate,
        environment: session.environment,
        places: session.places
      )
      guard let configuration = try? source.read().configuration else { continue }
      let models = ServedModel.all(of: configuration, isSimulated: simulate)
      return (models, configuration.deployments.map(\.apiKey))
    }
    return nil
  }

  /// What the files say.
  var files: ModelReport { ModelReport(.files, known, defaults: defaults) }

  /// What the gateway serves, or would serve.
  func report() async throws(Failure) -> ModelReport {
    try await client.report(known: known, defaults: defaults)
  }

  /// What is worth telling about a report.
  func findings(_ report: ModelReport) -> [Diagnostic] {
    report.findings(defaults: defaults)
  }

  /// The models that are to be asked, which needs a gateway.
  func modelsToTest(_ names: [String]) async throws(Failure) -> [ServedModel] {
    let report = try await report()
    guard report.source == .gateway else {
      throw Failure(
        .unavailable,
        id: "gateway.down",
        "no gateway runs at \(address)",
        hint: "start it: agentproxy-setup up"
      )
    }
    return try report.select(names)
  }
}
