import Secrets

/// What makes two deployments, of the configuration before and of the new one, the same: who is asked, for what, with
/// which key. Weights and limits may change without a deployment's becoming another, and so may its id: where none is set,
/// it is its place among those of its name, which moves when another is put before it.
struct DeploymentIdentity: Hashable {
  private let modelName: String
  private let upstreamModel: String
  private let upstream: UpstreamEndpoint?
  private let apiKey: Secret

  init(_ deployment: Deployment) {
    modelName = deployment.modelName
    upstreamModel = deployment.upstreamModel
    upstream = deployment.upstream
    apiKey = deployment.apiKey
  }
}
