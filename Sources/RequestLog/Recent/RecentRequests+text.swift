internal import Tables

extension RecentRequests {
  /// The requests as a table.
  ///
  /// - Parameters:
  ///   - width: how many characters fit into a line; `nil` for any number.
  ///   - now: the present time, in seconds since 1970.
  /// - Returns: the lines.
  public func text(width: Int?, now: Int64) -> String {
    var table = TextTable([
      .init("last requests"), .init("tool"), .init("model"), .init("status", .right), .init("time", .right),
      .init("in", .right, expendability: 1), .init("out", .right, expendability: 1),
      .init("", expendability: 2, mayBeCut: true),
    ])
    for request in requests {
      table.add([
        "\(shortDuration(seconds: request.ageSeconds(at: now))) ago", request.tool, request.model, "\(request.status)",
        shortTime(milliseconds: request.latencyMilliseconds), request.inputTokens.map(shortNumber) ?? "–",
        request.outputTokens.map(shortNumber) ?? "–", request.error,
      ])
    }
    return table.text(width: width)
  }

  /// The requests as CSV, with a heading; times in milliseconds. What is not known is empty.
  public var commaSeparatedText: String {
    let heading = [
      "created_at", "tool", "model", "status", "latency_ms", "input_tokens", "output_tokens", "error",
    ]
    let rows = requests.map { request in
      [
        request.createdAt, request.tool, request.model, "\(request.status)",
        rounded(request.latencyMilliseconds, places: 3), request.inputTokens.map(String.init) ?? "",
        request.outputTokens.map(String.init) ?? "", request.error,
      ]
    }
    return ([heading] + rows).map(commaSeparated).joined()
  }
}
