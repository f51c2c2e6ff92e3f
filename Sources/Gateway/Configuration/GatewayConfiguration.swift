public import Secrets

/// What the engine serves: `litellm_config.yaml`, read and checked.
public struct GatewayConfiguration: Sendable {
  /// The deployments in the order of the file.
  public var deployments: [Deployment]
  /// Other names for a model: `router_settings.model_group_alias`.
  public var aliases: [ModelAlias]
  /// The key that clients must show.
  public var masterKey: Secret
  /// Keys for single clients, with limits of their own.
  public var clientKeys: [ClientKey]
  /// How long an upstream may be silent: `router_settings.timeout` and `.stream_timeout`.
  public var timeouts: Timeouts
  /// Which deployment gets a request, and what happens when it fails.
  public var routing: RoutingSettings
  /// The largest request body, in bytes.
  public var maximumBodySize: Int
  /// `general_settings.allowed_ips`: who may ask besides this machine itself; `nil` for everybody.
  public var allowedAddresses: [AddressRange]?
  /// `litellm_settings.ssl_verify`, where it names a file: authorities to trust beside the system's.
  var certificateBundle: CertificateBundle?

  /// `general_settings.store_prompts_in_spend_logs`: whether the log of requests keeps the bodies too.
  public var storesText = false
  /// `general_settings.maximum_spend_logs_retention_period`: how long the log of requests keeps a row, in seconds.
  public var logRetentionSeconds = defaultLogRetentionSeconds

  /// Whether equal requests get the same answer again: `litellm_settings.cache`.
  public var usesCache = false
  /// How they do, if they do.
  public var cache = CacheSettings()

  /// Thirty days.
  public static let defaultLogRetentionSeconds = 30 * 86400

  /// LiteLLM's own default cuts no request of a coding agent short: `request_timeout` is 600 s in what we render.
  public static let defaultTimeoutSeconds = 600.0

  /// 32 MiB; Anthropic's own limit for a request is 32 MB.
  public static let defaultMaximumBodySize = 32 << 20
}

extension GatewayConfiguration {
  /// How long a deployment's upstream may be silent within an answer, in seconds.
  func silenceTimeout(of deployment: Deployment) -> Double {
    deployment.timeouts.silence ?? timeouts.silence ?? Self.defaultTimeoutSeconds
  }

  /// How long a deployment's upstream may take to begin an answer, in seconds.
  func startTimeout(of deployment: Deployment, streamed: Bool) -> Double {
    let own = streamed ? deployment.timeouts.streamStart ?? timeouts.streamStart : nil
    return own ?? silenceTimeout(of: deployment)
  }
}

/// A second name for a model.
public struct ModelAlias: Sendable, Equatable {
  /// The name that clients use.
  public var name: String
  /// The `model_name` that it stands for.
  public var target: String
  /// Whether it is left out of the model list.
  public var isHidden: Bool
}
