public import Diagnostics
public import RequestLog
internal import WireFormats

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension GatewayClient {
  /// So many that a page stays far below ``largestBody``; LiteLLM gives up to a thousand at once.
  private static let pageSize = 250

  /// Whether it is LiteLLM that answers.
  public func isLiteLLM() async -> Bool {
    guard let answer = try? await get("/health/readiness", seconds: 5) else { return false }
    return answer.status == 200 && String(decoding: answer.body, as: UTF8.self).contains("\"db\"")
  }

  /// The requests that LiteLLM has logged in its database.
  ///
  /// - Parameters:
  ///   - start: from when on.
  ///   - progress: gets the number of those that have been read.
  /// - Returns: the requests, the oldest first.
  /// - Throws: `Failure` if it does not answer, refuses the key, or has no database.
  public func spendLogs(
    since start: UsageStart,
    progress: (Int) -> Void
  ) async throws(Failure) -> [RequestRecord] {
    var records: [RequestRecord] = []
    var page = 1
    while true {
      let entries = try await spendLogs(since: start.text, order: "asc", page: page, size: Self.pageSize, seconds: 60)
      records += entries.compactMap(RequestRecord.init)
      progress(records.count)
      guard entries.count == Self.pageSize else { return records }
      page += 1
    }
  }

  /// The last of them, in one page.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - seconds: how long to wait for them.
  /// - Returns: the requests.
  /// - Throws: `Failure` as ``spendLogs(since:progress:)`` does.
  public func lastSpendLogs(_ count: Int, seconds: Int64 = 60) async throws(Failure) -> RecentRequests {
    let entries = try await spendLogs(since: "", order: "desc", page: 1, size: count, seconds: seconds)
    return RecentRequests(entries.compactMap(RequestRecord.init).map(RecentRequest.init))
  }

  private func spendLogs(
    since start: String,
    order: String,
    page: Int,
    size: Int,
    seconds: Int64
  ) async throws(Failure) -> [SpendLogPage.Entry] {
    // Up to a second, as it was typed or worked out.
    let from = (start + "1970-01-01 00:00:00".dropFirst(start.count)).prefix(19)
    let dates = "start_date=\(from)&end_date=9999-12-31 23:59:59".replacing(" ", with: "%20")
    let query = "/spend/logs/v2?\(dates)&sort_order=\(order)&page=\(page)&page_size=\(size)"
    let answer: Answer
    do throws(Fault) {
      answer = try await get(query, seconds: seconds)
    } catch {
      throw Failure(
        .unavailable,
        id: "usage.unreachable",
        error == .timeout ? "LiteLLM does not answer" : "LiteLLM is not up: nothing answers at \(place)",
        hint: error == .timeout ? "agentproxy-setup logs shows what it says" : "agentproxy-setup up"
      )
    }
    if answer.status == 200, let page = try? JSONDecoder().decode(SpendLogPage.self, from: Data(answer.body)) {
      return page.data
    }
    throw refusal(answer)
  }

  private func refusal(_ answer: Answer) -> Failure {
    let words = ProviderError.message(in: answer.body.span) ?? ""
    if words.contains("Prisma") || words.contains("Database not connected") {
      return Failure(
        .unavailable,
        id: "usage.no-database",
        "this LiteLLM runs without its database, and keeps no requests",
        hint: "start it by docker-compose.yml: agentproxy-setup up --engine compose"
      )
    }
    switch answer.status {
    case 401, 403:
      return Failure(
        .failed,
        id: "gateway.key",
        "LiteLLM at \(place) refuses LITELLM_MASTER_KEY",
        hint: "if the key was changed since it started: agentproxy-setup restart"
      )
    case 404:
      return Failure(
        .failed,
        id: "usage.foreign",
        "what answers at \(place) is no LiteLLM that can be asked for its requests",
        hint: "agentproxy-setup status shows what runs; its version must be 1.80 or newer"
      )
    default:
      return Failure(
        .failed,
        id: "usage.refused",
        "LiteLLM answered with status \(answer.status) when asked for its requests",
        hint: "agentproxy-setup logs shows why"
      )
    }
  }

  private var place: String { "\(endpoint.host):\(endpoint.port)" }
}
