public import Diagnostics
internal import Gateway
public import Secrets
public import WireFormats

/// Asks a provider for one word, to find out whether its address and token are right.
///
/// It is asked through a gateway of its own, which lives as long as the question: so everything is as it will be, from
/// the proxy on the way to the words of an error.
public struct ProviderTrial: Sendable {
  private static let model = "trial"

  private let format: WireFormat
  private let address: String
  private let token: Secret
  private let upstreamModel: String
  private let environment: @Sendable (String) -> String?

  /// A question to a provider.
  ///
  /// - Parameters:
  ///   - format: what it speaks. Of ``WireFormat/responses`` the gateway finds out itself whether it is chat completions.
  ///   - address: its base URL.
  ///   - token: its token.
  ///   - model: a model that it probably has.
  ///   - environment: looks up a variable, such as that of a proxy.
  public init(
    _ format: WireFormat,
    address: String,
    token: Secret,
    model: String,
    environment: @escaping @Sendable (String) -> String?
  ) {
    self.format = format
    self.address = address
    self.token = token
    upstreamModel = model
    self.environment = environment
  }

  /// Asks.
  ///
  /// - Parameter seconds: how long to wait.
  /// - Returns: what came of it. A model that is not there is no failure: somebody who answers so has accepted the token.
  /// - Throws: `Failure` if the address is none.
  public func run(seconds: Int) async throws(Failure) -> ModelTestResult {
    let key = Secret.random(prefix: "sk-")
    let values = ["TRIAL_TOKEN": token.exposed, "TRIAL_ADDRESS": address, "TRIAL_KEY": key.exposed]
    let (configuration, _) = try ConfigurationReader.read(
      yaml: """
        model_list:
          - model_name: \(Self.model)
            litellm_params:
              model: '\(format == .messages ? "anthropic" : "openai")/\(upstreamModel.replacing("'", with: "''"))'
              api_key: os.environ/TRIAL_TOKEN
              api_base: os.environ/TRIAL_ADDRESS
        router_settings: {num_retries: 0, disable_cooldowns: true}
        general_settings: {master_key: os.environ/TRIAL_KEY}
        """,
      file: "the provider",
      environment: { values[$0] ?? environment($0) }
    )
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.outbound = try OutboundSettings(environment)
    let gateway = try await Gateway.start(configuration, options)
    let port = gateway.baseURL.split(separator: ":").last.flatMap { Int($0) } ?? 0
    let client = GatewayClient(GatewayEndpoint(boundTo: "127.0.0.1", port: port, key: key))
    let testing = ModelTesting(client, seconds: seconds, secrets: [token])
    let results = await testing.run([ModelTest(model: Self.model, format: format, isExpected: true)]) { _ in }
    gateway.cut()
    await gateway.stop()
    // One question has one answer.
    return results[0]
  }
}
