import Glibc
import RequestLog
import Synchronization
import WireFormats

/// A client key, its limits, and what it has asked for.
final class ClientAccount: Sendable {
  let name: String
  let permissions: ModelPermissions?
  let counters: ClientCounters
  private let key: ClientKey
  private let rates: RateLimits?
  /// Knows what was spent before this process started.
  private let log: RequestLog?

  init(_ key: ClientKey, counters: ClientCounters = ClientCounters(), log: RequestLog? = nil) {
    self.key = key
    self.counters = counters
    self.log = log
    name = key.name
    let hasRates = key.requestsPerMinute != nil || key.tokensPerMinute != nil
    rates = hasRates ? RateLimits(requests: key.requestsPerMinute, tokens: key.tokensPerMinute) : nil
    permissions = key.models.map(ModelPermissions.init)
  }

  func allows(_ model: String) -> Bool { permissions?.allows(model) ?? true }

  /// The answer to a request for a model that it may not use.
  func refusal(of model: String) -> ErrorReply {
    let list = permissions?.list ?? []
    let allowed = list.isEmpty ? "it may use none" : "it may use \(list.joined(separator: ", "))"
    return ErrorReply(
      .forbidden,
      "the key `\(name)` may not use `\(model.prefix(200))`; \(allowed)",
      parameter: "model"
    )
  }

  /// Counts a request in, if it may go on. Each that was counted in is to be counted out, by ``requestEnded()``.
  func requestBegan(now: Int64) throws(ErrorReply) {
    try checkBudget()
    try checkRates(now: now)
    let count = counters.inFlight.wrappingAdd(1, ordering: .relaxed).newValue
    guard let limit = key.maximumParallelRequests, count > limit else { return }
    requestEnded()
    throw ErrorReply(
      .rateLimited,
      "the key `\(name)` has \(limit) requests under way, as many as it may",
      retryAfterSeconds: 1
    )
  }

  func requestEnded() { counters.inFlight.wrappingSubtract(1, ordering: .relaxed) }

  /// Takes note of what a request turned out to be. How much that is nobody knows before, so that a limit is crossed by
  /// the last request that it lets through.
  func used(_ usage: TokenUsage, cost: Double?, now: Int64) {
    if key.tokensPerMinute != nil { counters.minute.withLock { $0.add(tokens: usage.total, now: now) } }
    if key.budget != nil, let cost { counters.spending.withLock { $0.add(cost) } }
  }

  private func checkRates(now: Int64) throws(ErrorReply) {
    guard let rates, let (end, what) = counters.minute.withLock({ Self.take(&$0, rates, now: now) }) else { return }
    let seconds = Int((end - now + 999_999_999) / 1_000_000_000)
    throw ErrorReply(
      .rateLimited,
      "the key `\(name)` may \(what) a minute, and has; the next request in \(seconds) s",
      retryAfterSeconds: seconds
    )
  }

  /// Counts a request in.
  ///
  /// - Returns: `nil` if it may go on, else when the next may, and what there has been too much of.
  private static func take(_ minute: inout MinuteUsage, _ rates: RateLimits, now: Int64) -> (Int64, String)? {
    if minute.take(under: rates, now: now) { return nil }
    if let limit = rates.tokens, let end = minute.end(under: RateLimits(tokens: limit), now: now) {
      return (end, "use \(limit) tokens")
    }
    return (minute.end(under: rates, now: now) ?? now, "make \(rates.requests ?? 0) requests")
  }

  private func checkBudget() throws(ErrorReply) {
    guard let budget = key.budget else { return }
    let now = time(nil)
    let start = budget.start(at: now)
    let spent = counters.spending.withLock { spending in
      spending.dollars(since: start) { log?.cost(of: name, since: Int64($0) * 1_000_000) ?? 0 }
    }
    guard spent >= budget.dollars else { return }
    let remaining = budget.remainingSeconds(at: now)
    throw ErrorReply(
      .budgetExceeded,
      "the key `\(name)` has spent its budget of $\(budget.dollars); \(remaining.map { "the next begins in \($0) s" } ?? "raise `max_budget`")",
      retryAfterSeconds: remaining
    )
  }
}
