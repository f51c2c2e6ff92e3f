import Diagnostics
import RequestLog

extension Failure {
  /// Why the log of requests cannot be read.
  init(_ error: RequestLogError, file: String) {
    switch error {
    case .unusable(_, let reason):
      self.init(
        .badInput,
        id: "usage.request-log",
        "the log of requests cannot be read: \(reason)",
        hint: "the gateway puts a damaged file aside at its next start, and begins a new one",
        file: file
      )
    }
  }
}

extension Diagnostic {
  /// That there is nothing to show, and what to do about it.
  static func noRequests(since: String, file: String) -> Diagnostic {
    Diagnostic(
      .note,
      id: "usage.empty",
      since == "all" ? "there are no requests yet" : "there are no requests since \(since)",
      hint: (since == "all" ? "" : "--since all shows older ones; ")
        + "agentproxy-setup proxy keeps a row for each request, unless it has --no-request-log",
      file: file
    )
  }
}
