public import Diagnostics
public import Secrets

/// Finds out which of two keys a gateway accepts.
public struct KeyProof: Sendable {
  /// What a gateway says to a key.
  public enum Answer: Sendable, Equatable {
    /// It opens the gateway.
    case accepted
    /// It does not.
    case refused
    /// Nothing answers that could tell, or what does is no gateway.
    case silent
  }

  private let host: String
  private let port: Int

  /// Asks the gateway that listens at `host` and `port` of this machine.
  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Shows a key to the gateway.
  ///
  /// - Parameter key: the key.
  /// - Returns: what it says.
  public func answer(to key: Secret) async -> Answer {
    let client = GatewayClient(GatewayEndpoint(boundTo: host, port: port, key: key))
    guard let answer = try? await client.get("/v1/models", seconds: 5) else { return .silent }
    if answer.modelNames != nil { return .accepted }
    return [400, 401, 403].contains(answer.status) ? .refused : .silent
  }

  /// Waits until one key is accepted, and another one is not any longer.
  ///
  /// - Parameters:
  ///   - new: the key that is to be accepted.
  ///   - old: the one that is not.
  ///   - patience: how long that may take.
  /// - Throws: `Failure` if it does not come to that.
  public func waitUntil(_ new: Secret, replaces old: Secret?, patience: Duration) async throws(Failure) {
    let deadline = ContinuousClock.now + patience
    while true {
      let isNewAccepted = await answer(to: new) == .accepted
      let isOldRefused = if let old { await answer(to: old) == .refused } else { true }
      if isNewAccepted, isOldRefused { return }
      guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(50))) != nil else {
        throw Failure(
          .failed,
          id: "rotate-key.not-proven",
          isNewAccepted ? "the gateway still accepts the old key" : "the gateway does not accept the new key",
          hint: "agentproxy-setup logs shows what it says"
        )
      }
    }
  }
}
