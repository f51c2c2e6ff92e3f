import Secrets

/// What makes two deployments, of the configuration before and of the new one, the same: who is asked, for what, with
/// which key. Weights and limits may change without a deployment's becoming another.
struct DeploymentIdentity: Hashable {
  private let id: String
  private let modelName: String
  private let upstreamModel: String
  private let upstream: UpstreamEndpoint?
  private let apiKey: Secret

  init(_ deployment: Deployment) {
    id = deployment.id
    modelName = deployment.modelName
    upstreamModel = deployment.upstreamModel
    upstream = deployment.upstream
    apiKey = deployment.apiKey
  }
}
