/// How often and how soon a request is tried again on the deployments of its model.
public struct RetryPolicy: Sendable, Equatable {
  /// `num_retries`: how many tries may follow the first.
  public var maximumRetries = 2
  /// `retry_after`: the shortest wait before a deployment is asked once more, in seconds.
  public var minimumDelaySeconds = 0.0
  /// `retry_policy`: how many tries may follow a first failure of each kind, whatever `maximumRetries` says.
  public var byClass: FailureCounts?
  /// `model_group_retry_policy`: the same for single models, in place of `byClass`.
  public var byModel: [String: FailureCounts] = [:]

  /// LiteLLM's defaults.
  public init() {}

  /// The policy for a model, where there is one.
  ///
  /// - Parameter names: the model's name, and the name that it is an alias of.
  /// - Returns: its own, else the common one.
  func counts(for names: [String]) -> FailureCounts? {
    if byModel.isEmpty { return byClass }
    return names.lazy.compactMap { byModel[$0] }.first ?? byClass
  }

  private static let initialDelaySeconds = 0.5
  private static let maximumDelaySeconds = 8.0
  /// The longest `Retry-After` that is waited for.
  static let longestWaitSeconds = 60

  /// How long to wait before a deployment that has just failed is asked again.
  ///
  /// - Parameters:
  ///   - retries: how often the request has been tried again so far.
  ///   - requested: what the provider asked for in `Retry-After`, in seconds.
  ///   - jitter: any number from 0 to 1, so that clients that failed together do not come back together.
  /// - Returns: seconds, or `nil` where the provider wants to be left alone for longer than a request can wait.
  func delaySeconds(afterRetries retries: Int, requested: Int?, jitter: Double) -> Double? {
    let jitter = 0.75 * jitter
    if let requested, requested > 0 {
      return requested <= Self.longestWaitSeconds ? Double(requested) + jitter : nil
    }
    var delay = Self.initialDelaySeconds
    for _ in 0..<min(retries, 10) { delay *= 2 }
    return min(max(delay, minimumDelaySeconds), Self.maximumDelaySeconds) + jitter
  }
}
