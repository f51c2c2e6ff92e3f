import Diagnostics
import RequestLog

extension Failure {
  /// Why the log of requests cannot be read.
  init(_ error: RequestLogError, file: String) {
    let hint =
      switch error {
      case .damaged: "the gateway puts a damaged file aside at its next start, and begins a new one"
      case .unusable: "if it is no log of the gateway's, move it away; it begins a new one at its next start"
      }
    self.init(
      .badInput,
      id: "usage.request-log",
      "the log of requests cannot be read: \(error.reason)",
      hint: hint,
      file: file
    )
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
