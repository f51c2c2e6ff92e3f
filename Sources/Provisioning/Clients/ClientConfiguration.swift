public import Secrets

/// What a client has to know about the gateway.
public struct ClientConfiguration: Sendable, Equatable {
  /// The gateway's own key.
  public var masterKey: Secret
  /// Where the gateway is, without `/v1`.
  public var baseURL: String
  /// The model that Codex starts with.
  public var codexModel: String
  /// The model that Claude Code starts with.
  public var claudeModel: String
  /// The model that Claude Code uses for small tasks.
  public var claudeSmallModel: String
  /// The models that the gateway serves, as far as they are known; the first is the one to start with.
  public var models: [GatewayModel]
  /// The folder that Claude Code may trust without asking. Set in the devcontainer alone, whose own workspace it is.
  public var trustedFolder: String?

  /// Gathers the parts.
  public init(
    masterKey: Secret,
    baseURL: String,
    codexModel: String,
    claudeModel: String,
    claudeSmallModel: String,
    models: [GatewayModel] = [],
    trustedFolder: String? = nil
  ) {
    self.masterKey = masterKey
    self.baseURL = baseURL
    self.codexModel = codexModel
    self.claudeModel = claudeModel
    self.claudeSmallModel = claudeSmallModel
    self.models = models
    self.trustedFolder = trustedFolder
  }

  /// What clients on this machine have to know, or `nil` if there is no master key yet.
  public init?(_ settings: Settings) {
    guard let masterKey = settings.masterKey else { return nil }
    self.init(
      masterKey: masterKey,
      baseURL: settings.baseURL,
      codexModel: settings.codexModel,
      claudeModel: settings.claudeModel,
      claudeSmallModel: settings.claudeSmallModel,
      models: settings.gatewayModels
    )
  }
}
