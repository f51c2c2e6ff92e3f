import Diagnostics
import RequestLog

extension Diagnostic {
  /// What the log of requests has to tell, in the user's words.
  init(_ event: RequestLog.Event, file: String) {
    switch event {
    case .cannotWrite(let reason):
      self.init(
        .warning,
        id: "proxy.request-log",
        "requests cannot be logged: \(reason)",
        hint: "they wait in memory, and are written when it goes well again",
        file: file
      )
    case .writesAgain(let lost):
      self.init(
        .note,
        id: "proxy.request-log",
        lost == 0 ? "requests are logged again; none was lost" : "requests are logged again; \(lost) were lost",
        file: file
      )
    case .endedWithout(let count):
      self.init(
        .warning,
        id: "proxy.request-log",
        "\(count) \(count == 1 ? "request was" : "requests were") not logged",
        hint: "see whether the disk is full",
        file: file
      )
    case .cannotRead(let reason):
      self.init(
        .warning,
        id: "proxy.request-log",
        "what the client keys have spent cannot be read: \(reason)",
        hint: "their budgets begin anew; move the file away if it is damaged",
        file: file
      )
    }
  }
}
