internal import RequestLog
internal import Secrets
internal import Tables

extension StatusReport {
  /// The report as one screen.
  ///
  /// - Parameters:
  ///   - width: how many characters fit into a line; `nil` for any number.
  ///   - now: the present time, in seconds since 1970.
  /// - Returns: the lines.
  public func text(width: Int?, now: Int64) -> String {
    var text = ""
    func line(_ heading: String, _ words: String) {
      text += heading + String(repeating: " ", count: 10 - heading.count) + words + "\n"
    }
    line("engine", "\(choice.kind.rawValue), \(choice.reason)")
    line("gateway", stateWords)
    line("address", address)
    line("key", key?.masked ?? "none yet: agentproxy-setup init makes one")
    if !services.isEmpty {
      var table = TextTable([.init("service"), .init("state", mayBeCut: true)])
      for service in services { table.add([service.name, service.status]) }
      text += "\n" + table.text(width: width)
    }
    if !models.isEmpty { text += "\n" + modelTable(now).text(width: width) }
    if !requests.requests.isEmpty { text += "\n" + requests.text(width: width, now: now) }
    return text
  }

  private var stateWords: String {
    switch state {
    case .up: "up" + details + change
    case .refusing: "up" + details + (outdated == nil || key == nil ? refusal : change)
    case .silent: "does not answer" + details + (outdated == nil ? ": agentproxy-setup logs says more" : change)
    case .failed: "not up, \(failure ?? "it could not be kept running"): agentproxy-setup logs says more"
    case .down: "not up" + (portOwner.map { ", its port is taken by \($0)" } ?? ": agentproxy-setup up starts it")
    }
  }

  private var change: String { outdated.map { "; \($0): agentproxy-setup up starts it anew" } ?? "" }

  private var refusal: String {
    key == nil
      ? "; there is no LITELLM_MASTER_KEY to ask it with"
      : "; it refuses LITELLM_MASTER_KEY: agentproxy-setup restart"
  }

  private var details: String {
    var parts: [String] = []
    // How long it has been there says nothing about one that does not answer.
    let uptimeSeconds = state == .silent ? nil : uptimeSeconds
    if let uptimeSeconds { parts.append("for \(shortDuration(seconds: uptimeSeconds))") }
    switch keeper {
    case .user: parts.append("started by hand")
    case .nobody: parts.append("without its supervisor (agentproxy-setup up mends that)")
    case .supervisor, .containers, nil: break
    }
    if let process { parts.append("process \(process)") }
    if restarts > 0 { parts.append("started again \(restarts == 1 ? "once" : "\(restarts) times")") }
    if isSimulated { parts.append("simulated") }
    guard let first = parts.first else { return "" }
    return (uptimeSeconds == nil ? ", " : " ") + ([first] + parts.dropFirst()).joined(separator: ", ")
  }

  private func modelTable(_ now: Int64) -> TextTable {
    var table = TextTable([
      .init("model"), .init("provider"), .init("host", expendability: 2), .init("health"),
      .init("default of", expendability: 1),
    ])
    for (model, health) in models {
      table.add([
        model.name, Self.joined(model.deployments.map(\.provider)), Self.joined(model.deployments.compactMap(\.host)),
        health.text(now: now), model.defaultOf.joined(separator: ", "),
      ])
    }
    return table
  }

  private static func joined(_ texts: [String]) -> String {
    let distinct = texts.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return distinct.isEmpty ? "–" : distinct.joined(separator: ", ")
  }
}
