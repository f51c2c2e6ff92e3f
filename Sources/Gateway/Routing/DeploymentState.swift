import Synchronization

/// What changes of a deployment while the gateway runs. It is shared by all event loops.
///
/// A request that goes well costs three additions that take no lock. Locks are taken for failures, for the measurements
/// of `latency-based-routing`, and where `rpm` and `tpm` are limits; they are held for some nanoseconds.
final class DeploymentState: Sendable {
  private let inFlight = Atomic(0)
  private let successes = Atomic(0)
  private let restsUntil = Atomic<Int64>(0)
  private let health = Mutex(DeploymentHealth())
  private let usage = Mutex(MinuteUsage())
  private let latency = Mutex((streamed: LatencyWindow(), whole: LatencyWindow()))

  private let isWithoutResponses = Atomic(false)

  /// Whether its endpoint has been found not to have OpenAI's Responses.
  var lacksResponses: Bool { isWithoutResponses.load(ordering: .relaxed) }

  /// Remembers that.
  func noteLackOfResponses() { isWithoutResponses.store(true, ordering: .relaxed) }

  /// How many requests are under way.
  var load: Int { inFlight.load(ordering: .relaxed) }

  /// When it may be asked again, in nanoseconds; in the past unless it rests.
  var restEnd: Int64 { restsUntil.load(ordering: .relaxed) }

  func isResting(at now: Int64) -> Bool { restEnd > now }

  /// Counts a request in, unless there are as many as there may be, under way or within a minute.
  ///
  /// - Parameters:
  ///   - limit: how many may be under way.
  ///   - rates: how many may begin within a minute; `nil` for any number.
  ///   - now: the present time.
  /// - Returns: whether it may go on.
  func requestBegan(limit: Int = .max, rates: RateLimits? = nil, now: Int64 = 0) -> Bool {
    if inFlight.wrappingAdd(1, ordering: .relaxed).newValue <= limit {
      guard let rates else { return true }
      if usage.withLock({ $0.take(under: rates, now: now) }) { return true }
    }
    requestEnded()
    return false
  }

  /// When its rates let the next request begin, or `nil` where they let one begin now.
  func rateEnd(under rates: RateLimits, now: Int64) -> Int64? {
    usage.withLock { $0.end(under: rates, now: now) }
  }

  /// Takes note of what an answer cost; of interest only where ``Route/rates`` has a limit of tokens.
  func tokensUsed(_ count: Int, now: Int64) {
    usage.withLock { $0.add(tokens: count, now: now) }
  }

  /// Every request that began ends once, however it ends.
  func requestEnded() { inFlight.wrappingSubtract(1, ordering: .relaxed) }

  func requestSucceeded() { successes.wrappingAdd(1, ordering: .relaxed) }

  /// Takes note of a failure; see ``DeploymentHealth``.
  func requestFailed(_ failure: AttemptFailure, policy: CooldownPolicy, hasOwnCooldown: Bool, now: Int64) {
    let action = health.withLock { health in
      health.failed(
        failure,
        policy: policy,
        hasOwnCooldown: hasOwnCooldown,
        successes: successes.load(ordering: .relaxed),
        now: now
      )
    }
    guard case .rest(let end) = action else { return }
    restsUntil.store(end, ordering: .relaxed)
  }

  /// Takes note of how long an answer took: to its first byte where it was streamed, else to its end.
  func measured(_ seconds: Double, streamed: Bool, now: Int64, arguments: LatencyArguments) {
    latency.withLock { windows in
      if streamed {
        windows.streamed.add(seconds, at: now, keeping: arguments.sampleCount)
      } else {
        windows.whole.add(seconds, at: now, keeping: arguments.sampleCount)
      }
    }
  }

  func meanLatency(streamed: Bool, now: Int64, arguments: LatencyArguments) -> Double {
    latency.withLock { windows in
      (streamed ? windows.streamed : windows.whole).mean(at: now, lifetimeSeconds: arguments.lifetimeSeconds)
    }
  }
}
