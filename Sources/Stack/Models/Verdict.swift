/// What came of asking a model.
public enum Verdict: String, Sendable, Encodable, CaseIterable {
  /// It answered.
  case ok
  /// The provider refuses the key.
  case badKey = "bad-key"
  /// The provider's quota is used up, or too much was asked of late.
  case noQuota = "no-quota"
  /// The provider has no such model.
  case noSuchModel = "no-such-model"
  /// What answers is no such API, or nothing does.
  case wrongBaseURL = "wrong-base-url"
  /// The model cannot be asked in this format.
  case notThisFormat = "not-this-format"
  /// No answer came in time.
  case timeout
  /// The gateway itself was not there.
  case gatewayDown = "gateway-down"
  /// The provider reports another error.
  case failed

  /// The verdict in the user's words.
  public var words: String { rawValue.replacing("-", with: " ").replacing("url", with: "URL") }

  /// What to do about it; `nil` where nothing needs to be done.
  public var remedy: String? {
    switch self {
    case .ok: nil
    case .badKey: "put the provider's token into .env: agentproxy-setup init --set OPENAI_API_KEY=…"
    case .noQuota: "look at the provider's plan and billing, or try again later"
    case .noSuchModel: "give it the provider's own name: agentproxy-setup models add NAME=UPSTREAM-NAME"
    case .wrongBaseURL: "check OPENAI_API_BASE (ends in /v1) and ANTHROPIC_API_BASE (does not) in .env"
    case .notThisFormat: "set OPENAI_WIRE_API to what the provider speaks, and run agentproxy-setup init"
    case .timeout: "try again with a larger --timeout"
    case .gatewayDown: "start the gateway: agentproxy-setup up"
    case .failed: "the provider's own words say more"
    }
  }
}
