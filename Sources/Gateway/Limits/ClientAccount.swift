import Synchronization
import WireFormats

/// A client key and what it has asked for, shared by all event loops.
final class ClientAccount: Sendable {
  let name: String
  let permissions: ModelPermissions?
  private let requestsPerMinute: Int?
  private let maximumParallelRequests: Int?
  private let inFlight = Atomic(0)
  private let rate = Mutex(RequestRate())

  init(_ key: ClientKey) {
    name = key.name
    permissions = key.models.map(ModelPermissions.init)
    requestsPerMinute = key.requestsPerMinute
    maximumParallelRequests = key.maximumParallelRequests
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
    if let limit = requestsPerMinute, let seconds = rate.withLock({ $0.take(limit: limit, now: now) }) {
      throw ErrorReply(
        .rateLimited,
        "the key `\(name)` may make \(limit) requests a minute, and has made them; the next in \(seconds) s",
        retryAfterSeconds: seconds
      )
    }
    let count = inFlight.wrappingAdd(1, ordering: .relaxed).newValue
    guard let limit = maximumParallelRequests, count > limit else { return }
    requestEnded()
    throw ErrorReply(
      .rateLimited,
      "the key `\(name)` has \(limit) requests under way, as many as it may",
      retryAfterSeconds: 1
    )
  }

  func requestEnded() { inFlight.wrappingSubtract(1, ordering: .relaxed) }
}
