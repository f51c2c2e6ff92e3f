/// What is known of a number of requests.
public struct UsageFigures: Sendable, Equatable, Encodable {
  /// How many there were.
  public internal(set) var requests = 0
  /// Those of them whose answer was an error, or did not come to its end.
  public internal(set) var errors = 0
  /// The tokens of the requests, as far as the providers said.
  public internal(set) var inputTokens = 0
  /// The tokens of the answers.
  public internal(set) var outputTokens = 0
  /// Those of ``inputTokens`` that came from a provider's prompt cache.
  public internal(set) var cachedTokens = 0
  /// What they cost in US dollars; `nil` if no price is known of any.
  public internal(set) var cost: Double?
  /// How many answers came from the gateway's own cache.
  public internal(set) var cacheHits = 0
  /// The time to the answer's end, of answers that are no errors; `nil` if there is none.
  public internal(set) var latencyMilliseconds: Percentiles?
  /// The time to the answer's first byte, likewise.
  public internal(set) var firstByteMilliseconds: Percentiles?

  /// Adds what is counted. The times are no sums.
  mutating func add(_ other: UsageFigures) {
    requests += other.requests
    errors += other.errors
    inputTokens = Self.sum(inputTokens, other.inputTokens)
    outputTokens = Self.sum(outputTokens, other.outputTokens)
    cachedTokens = Self.sum(cachedTokens, other.cachedTokens)
    if let more = other.cost { cost = finite((cost ?? 0) + more) }
    cacheHits = Self.sum(cacheHits, other.cacheHits)
  }

  /// The sum of two numbers from a file that may hold anything; as much of it as a number can be.
  private static func sum(_ first: Int, _ second: Int) -> Int {
    let (sum, isTooLarge) = first.addingReportingOverflow(second)
    return !isTooLarge ? sum : second < 0 ? .min : .max
  }
}
