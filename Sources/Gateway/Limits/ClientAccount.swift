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

  /// - Parameters:
  ///   - key: the key and its limits.
  ///   - counters: what it has used so far.
  ///   - log: knows what was spent before this process knew of the key's budget. It is read here, at the start and with
  ///     a new configuration, and never on the way of a request.
  init(_ key: ClientKey, counters: ClientCounters = ClientCounters(), log: RequestLog? = nil) {
    self.key = key
    self.counters = counters
    name = key.name
    let hasRates = key.requestsPerMinute != nil || key.tokensPerMinute != nil
    rates = hasRates ? RateLimits(requests: key.requestsPerMinute, tokens: key.tokensPerMinute) : nil
    permissions = key.models.map(ModelPermissions.init)
    guard let budget = key.budget else { return }
    counters.spending.withLock { spending in
      spending.begin(budget, at: time(nil)) { log?.cost(of: key.name, since: Int64($0) * 1_000_000) ?? 0 }
    }
  }

  /// Whether it matters how much its requests use.
  var countsUsage: Bool { key.budget != nil || key.tokensPerMinute != nil }

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
    let count = counters.inFlight.wrappingAdd(1, ordering: .relaxed).newValue
    do throws(ErrorReply) {
      try checkLoad(count)
      try checkRates(now: now)
    } catch {
      requestEnded()
      throw error
    }
  }

  private func checkLoad(_ count: Int) throws(ErrorReply) {
    guard let limit = key.maximumParallelRequests, count > limit else { return }
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
    // Also where there is no budget: the next configuration may bring one while this request is under way.
    if let cost { counters.spending.withLock { $0.add(cost) } }
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
    let spent = counters.spending.withLock { $0.dollars(of: budget, at: now) }
    guard spent >= budget.dollars else { return }
    let remaining = budget.remainingSeconds(at: now)
    throw ErrorReply(
      .budgetExceeded,
      "the key `\(name)` has spent its budget of $\(budget.dollars); \(remaining.map { "the next begins in \($0) s" } ?? "raise `max_budget`")",
      retryAfterSeconds: remaining
    )
  }
}
