public import RequestLog
public import Secrets

/// What `status` shows: whether the gateway runs, and what it has done of late.
public struct StatusReport: Sendable {
  /// Whether it runs.
  public enum State: String, Sendable, Encodable {
    /// It answers, and accepts the key.
    case up
    /// It answers, and refuses `LITELLM_MASTER_KEY`.
    case refusing
    /// It runs, and does not answer.
    case silent
    /// It could not be kept running.
    case failed
    /// It does not run.
    case down
  }

  /// Who runs it.
  public enum Keeper: String, Sendable, Encodable {
    /// Its supervisor, in the background.
    case supervisor
    /// Nobody: its supervisor was killed.
    case nobody
    /// A terminal, or another program of the user's.
    case user
    /// The program that runs containers.
    case containers
  }

  /// The engine, and why it is this one.
  public var choice: EngineChoice
  /// Whether it runs.
  public var state: State
  /// Who runs it; `nil` if it does not run.
  public var keeper: Keeper?
  /// The gateway's process, where it is known.
  public var process: Int32?
  /// How long it has been up, where that is known.
  public var uptimeSeconds: Int?
  /// How many times it had to be started again.
  public var restarts = 0
  /// Whether it asks no provider.
  public var isSimulated = false
  /// What of the gateway that runs is not as the clone has it now.
  public var outdated: String?
  /// Why it could not be kept running.
  public var failure: String?
  /// Who else has its port.
  public var portOwner: String?
  /// Its address for clients, without `/v1`.
  public var address: String
  /// The key that opens it; `nil` if there is none yet.
  public var key: Secret?
  /// The containers.
  public var services: [ComposeService] = []
  /// The models, and how they are.
  public var models: [(model: ServedModel, health: ModelHealth)] = []
  /// The last requests, the newest first.
  public var requests = RecentRequests()

  /// A report of a gateway of which nothing else is known.
  ///
  /// - Parameters:
  ///   - choice: the engine.
  ///   - address: its address for clients.
  ///   - key: the key that opens it.
  public init(_ choice: EngineChoice, address: String, key: Secret?) {
    self.choice = choice
    self.address = address
    self.key = key
    state = .down
  }
}
