internal import Tables

extension ModelTestResult {
  /// Whether the provider has accepted the token, whatever else it said.
  public var isTokenAccepted: Bool { verdict == .ok || verdict == .noSuchModel }

  /// What a trial came to, in one line.
  public var trialText: String {
    let words =
      switch verdict {
      case .ok: "ok, it answers"
      case .noSuchModel: "ok, the token is accepted"
      default: verdict.words
      }
    let said = verdict == .ok ? "" : message.map { ": \($0)" } ?? ""
    return "\(words) (\(shortTime(milliseconds: milliseconds)))\(said)"
  }

  /// What to do about a trial that failed.
  public var trialRemedy: String? {
    switch verdict {
    case .ok: nil
    case .noSuchModel: "name the provider's models in OPENAI_MODELS or ANTHROPIC_MODELS in .env"
    case .badKey: "copy the token again, whole and without quotes"
    case .wrongBaseURL: "check the address: an OpenAI-compatible one ends in /v1, an Anthropic-compatible one does not"
    case .noQuota, .notThisFormat, .timeout, .gatewayDown, .failed: verdict.remedy
    }
  }
}
