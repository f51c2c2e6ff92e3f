/// What may be asked within a minute: `rpm` and `tpm`, of a client, or of a deployment where they are more than weights.
struct RateLimits: Equatable, Sendable {
  /// How many requests may begin.
  var requests: Int?
  /// After how many tokens, asked and answered, no more requests begin.
  var tokens: Int?
}

/// Counts the requests and tokens of a client or a deployment minute by minute. A minute begins with the first of them after the one
/// before has ended.
///
/// Times are nanoseconds of any clock that does not go back.
struct MinuteUsage {
  private static let length: Int64 = 60_000_000_000

  private var start: Int64?
  private var requests = 0
  private var tokens = 0

  /// When the next request may begin, or `nil` where one may now.
  func end(under limits: RateLimits, now: Int64) -> Int64? {
    let isRunning = start.map { now - $0 < Self.length } ?? false
    let end = (isRunning ? start ?? now : now) + Self.length
    if let limit = limits.requests, (isRunning ? requests : 0) >= limit { return end }
    if let limit = limits.tokens, (isRunning ? tokens : 0) >= limit { return end }
    return nil
  }

  /// Counts a request in, unless a limit is reached.
  ///
  /// - Returns: whether it may go on.
  mutating func take(under limits: RateLimits, now: Int64) -> Bool {
    guard end(under: limits, now: now) == nil else { return false }
    startAnew(now)
    requests += 1
    return true
  }

  /// Counts the tokens of an answer, which are known only now.
  mutating func add(tokens count: Int, now: Int64) {
    startAnew(now)
    tokens += count
  }

  private mutating func startAnew(_ now: Int64) {
    if let start, now - start < Self.length { return }
    start = now
    requests = 0
    tokens = 0
  }
}
