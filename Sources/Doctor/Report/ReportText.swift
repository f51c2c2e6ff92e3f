internal import Tables

/// The report for people.
public struct ReportText: Sendable {
  private static let titleWidth = 18
  /// In characters: where there is no more room beside the titles, what is to be said stands below them.
  private static let narrowest = 30

  private let style: ReportStyle

  /// Draws in a style.
  public init(_ style: ReportStyle) {
    self.style = style
  }

  /// The first line.
  ///
  /// - Parameters:
  ///   - version: the program's.
  ///   - platform: the machine's kind.
  ///   - folder: the clone, as messages name it; `nil` if there is none.
  /// - Returns: the line, with an end.
  public func heading(version: String, platform: String, folder: String?) -> String {
    guard style.volume != .troubles else { return "" }
    let program = wrap(["agentproxy-setup \(version)", platform].joined(separator: style.separator), to: style.width)
      .joined(separator: "\n")
    guard let folder = folder.map(style.plain) else { return program + "\n" }
    let isLong = program.count + style.separator.count + folder.count > style.width
    return program + (isLong ? "\n" : style.separator) + folder + "\n"
  }

  /// A section.
  ///
  /// - Parameter results: those of the section's checks.
  /// - Returns: its lines; none where there is nothing to say.
  public func section(_ results: [CheckResult]) -> String {
    guard let title = results.first?.section.title else { return "" }
    var lines: [String] = []
    switch style.volume {
    case .troubles:
      lines = results.filter(\.isTrouble).flatMap(rows)
    case .normal:
      let shown = results.filter { $0.status != .skipped && !($0.isQuiet && $0.status == .passed) }
      let counted = results.count { $0.isQuiet && $0.status == .passed }
      lines = shown.flatMap(rows)
      if counted > 0 {
        let isAll = lines.isEmpty
        lines.append(row(.passed, "\(counted)\(isAll ? "" : " more") \(counted == 1 ? "check" : "checks")", ""))
      }
      lines += skippedLines(results)
    case .everything:
      lines = results.flatMap(rows)
    }
    guard !lines.isEmpty else { return "" }
    return "\n" + ([style.colored(title, "1")] + lines).joined(separator: "\n") + "\n"
  }

  /// The last lines: how many checks came to what.
  public func summary(_ report: Report) -> String {
    var parts = ["\(report.count(.passed)) ok"]
    for (status, one, many) in [
      (Status.note, "note", "notes"), (.warning, "warning", "warnings"), (.failed, "failed", "failed"),
      (.skipped, "not looked at", "not looked at"),
    ] where report.count(status) > 0 {
      parts.append("\(report.count(status)) \(report.count(status) == 1 ? one : many)")
    }
    if style.volume == .everything { parts.append(shortTime(milliseconds: report.milliseconds)) }
    var lines = wrap(parts.joined(separator: style.separator), to: style.width)
    if report.fixCount > 0 {
      lines += wrap("agentproxy-setup doctor --fix mends \(report.fixCount) of them", to: style.width)
    }
    return "\n" + lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Rows

  private func rows(_ result: CheckResult) -> [String] {
    let title = style.volume == .everything ? result.id : result.title
    switch result.outcome {
    case .passed(let detail): return [row(result, title, detail)]
    case .skipped(let reason): return [row(result, title, "not looked at: \(reason)")]
    case .found(let findings):
      return findings.enumerated().flatMap { index, finding in
        let status = Outcome.found([finding]).status
        let message = place(finding) + finding.message
        return [row(status, index == 0 ? title : "", message)] + remedy(finding)
      }
    }
  }

  private func row(_ result: CheckResult, _ title: String, _ detail: String) -> String {
    guard style.volume == .everything, result.milliseconds >= 1 else { return row(result.status, title, detail) }
    return row(result.status, title, "\(detail) (\(shortTime(milliseconds: result.milliseconds)))")
  }

  private func row(_ status: Status, _ title: String, _ detail: String) -> String {
    let titleWidth = style.volume == .everything ? 26 : Self.titleWidth
    let label = title + String(repeating: " ", count: max(0, titleWidth - title.count))
    let indent = 2 + style.symbolWidth + 1 + titleWidth + 1
    let symbol = "  \(style.symbol(status)) "
    guard style.width - indent >= Self.narrowest else {
      let margin = 2 + style.symbolWidth + 1
      let texts = [title, detail].filter { !$0.isEmpty }.flatMap { wrap($0, to: style.width - margin) }
      return trimmed(symbol + texts.joined(separator: "\n" + String(repeating: " ", count: margin)))
    }
    let lines = wrap(detail, to: style.width - indent)
    let head = "\(symbol)\(title.isEmpty ? String(repeating: " ", count: titleWidth) : label) "
    let text = lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    return trimmed(head + text)
  }

  private func remedy(_ finding: Finding) -> [String] {
    guard let remedy = finding.remedy else { return [] }
    let indent = 2 + style.symbolWidth + 1
    let margin = String(repeating: " ", count: indent)
    // A command stays in one piece, so that it can be copied.
    if remedy.isCommand { return ["\(margin)\(style.arrow) \(style.colored(style.plain(remedy.text), "36"))"] }
    let lines = wrap(remedy.text, to: style.width - indent - style.arrow.count - 1)
    let further = "\n" + margin + String(repeating: " ", count: style.arrow.count + 1)
    return ["\(margin)\(style.arrow) \(lines.joined(separator: further))"]
  }

  private func place(_ finding: Finding) -> String {
    guard let file = finding.file else { return "" }
    return finding.line.map { "\(file):\($0): " } ?? "\(file): "
  }

  /// The checks that were not looked at, in one line for each reason.
  private func skippedLines(_ results: [CheckResult]) -> [String] {
    var reasons: [String] = []
    var titles: [String: [String]] = [:]
    for result in results {
      guard case .skipped(let reason) = result.outcome else { continue }
      if titles[reason] == nil { reasons.append(reason) }
      titles[reason, default: []].append(result.title)
    }
    return reasons.map { reason in
      let names = titles[reason] ?? []
      let shown = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
      return row(.skipped, "not looked at", "\(shown): \(reason)")
    }
  }

  private func wrap(_ text: String, to width: Int) -> [String] { wrapped(style.plain(text), to: width) }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
