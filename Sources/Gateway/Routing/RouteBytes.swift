import Secrets

/// What is written for each request of a route, made ready once.
struct RouteBytes: Sendable {
  /// The fields of the request that are the gateway's own: where it goes, and with which key.
  let requestFields: [UInt8]
  /// The fields of an answer that came at the first try, up to the value of the last: the time it took here.
  let report: [UInt8]

  init(_ deployment: Deployment, host: String, reportedID: String) {
    let credential =
      switch deployment.provider {
      case .anthropic: "x-api-key: \(deployment.apiKey.exposed)"
      case .openAI, .customOpenAI, .hostedVLLM: "Authorization: Bearer \(deployment.apiKey.exposed)"
      }
    requestFields = Array("Host: \(host)\r\n\(credential)\r\n".utf8)
    report = Array(
      """
      x-litellm-model-id: \(reportedID)\r
      x-litellm-attempted-retries: 0\r
      x-litellm-attempted-fallbacks: 0\r
      x-litellm-overhead-duration-ms:\u{20}
      """.utf8
    )
  }
}
