internal import Tables

extension UsageReport {
  /// The groups as CSV, with a heading; whole numbers, US dollars, and milliseconds. What is not known is empty.
  public var commaSeparatedText: String {
    let heading = [
      grouping.rawValue, "requests", "errors", "input_tokens", "output_tokens", "cached_tokens", "cost", "cache_hits",
      "latency_p50_ms", "latency_p95_ms", "first_byte_p50_ms", "first_byte_p95_ms",
    ]
    return ([heading] + groups.map(fields)).map(commaSeparated).joined()
  }

  private func fields(_ group: Group) -> [String] {
    let figures = group.figures
    let counts = [
      figures.requests, figures.errors, figures.inputTokens, figures.outputTokens, figures.cachedTokens,
    ]
    let times = [figures.latencyMilliseconds, figures.firstByteMilliseconds].flatMap { [$0?.p50, $0?.p95] }
    return [group.name] + counts.map(String.init) + [figures.cost.map { "\($0)" } ?? "", "\(figures.cacheHits)"]
      + times.map { time in time.map { rounded($0, places: 3) } ?? "" }
  }
}
