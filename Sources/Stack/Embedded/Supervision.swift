/// What a supervisor does about its gateway: decisions alone.
///
/// A gateway that ends is started again, at once if it had been up for a while. One that keeps ending soon is started
/// again after ever longer pauses, and in the end no more.
struct Supervision {
  /// When to do what.
  struct Policy {
    /// A gateway that was up for so long was not started in vain.
    var stableSeconds = 10.0
    /// How long to wait before each start that follows one in vain; behind the last one there is none.
    var pauses = [0.25, 1.0, 2.0, 4.0, 8.0]
  }

  /// What is to be done.
  enum Action: Equatable {
    /// Nothing.
    case none
    /// Start the gateway.
    case launch
    /// Wait for so many seconds, and report that they are over.
    case pause(Double)
    /// Ask it to end, and report when its patience is over.
    case terminate
    /// Ask it again: it ends at once.
    case cut
    /// Kill it.
    case kill
    /// There is nothing more to do: it has ended as was asked.
    case finish
    /// There is no use in starting it again, for this reason.
    case giveUp(String)
  }

  private enum State: Equatable {
    case running, pausing, stopping, over
  }

  private let policy: Policy
  private var state = State.running
  private var failures = 0
  private var hasBeenStable = false

  /// The statuses with which a gateway says that it cannot start: a wrong input file, wrong usage, a port in use.
  private static let hopeless: [Int32] = [64, 65, 69]

  init(_ policy: Policy = Policy()) {
    self.policy = policy
  }

  /// The gateway has ended.
  ///
  /// - Parameters:
  ///   - end: how.
  ///   - seconds: how long it was there.
  /// - Returns: what to do.
  mutating func ended(_ end: ProcessEnd, afterSeconds seconds: Double) -> Action {
    guard state == .running else {
      defer { state = .over }
      return state == .stopping ? .finish : .none
    }
    if seconds >= policy.stableSeconds {
      failures = 0
      hasBeenStable = true
    }
    if case .exited(let status) = end, !hasBeenStable, failures == 0, Self.hopeless.contains(status) {
      state = .over
      return .giveUp("it cannot start")
    }
    guard failures < policy.pauses.count else {
      state = .over
      return .giveUp("it \(end), as it did \(failures) times before, each time within \(Int(policy.stableSeconds)) s")
    }
    defer { failures += 1 }
    state = .pausing
    return .pause(seconds >= policy.stableSeconds ? 0 : policy.pauses[failures])
  }

  /// A pause is over.
  mutating func pauseEnded() -> Action {
    guard state == .pausing else { return .none }
    state = .running
    return .launch
  }

  /// Somebody wants it to end.
  mutating func stopRequested() -> Action {
    switch state {
    case .running:
      state = .stopping
      return .terminate
    case .pausing:
      state = .over
      return .finish
    case .stopping: return .cut
    case .over: return .none
    }
  }

  /// It has not ended in the time that it had.
  func patienceEnded() -> Action { state == .stopping ? .kill : .none }
}
