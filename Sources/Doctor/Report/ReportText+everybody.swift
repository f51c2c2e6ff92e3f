extension ReportText {
  /// The whole report as everybody may read it.
  ///
  /// - Parameters:
  ///   - report: what was found.
  ///   - context: the setup, which says what must not be shown.
  /// - Returns: the text; ``isReport(_:)`` knows it again.
  public static func forEverybody(_ report: Report, _ context: DoctorContext) -> String {
    let text = ReportText(.forEverybody)
    let report = Redaction.forEverybody(context)(report)
    let sections = Section.allCases.map { section in text.section(report.results.filter { $0.section == section }) }
    let heading = text.heading(version: report.version, platform: report.platform, folder: nil)
    return heading + sections.joined() + text.summary(report)
  }

  /// Whether a text is a report of this program, of whatever version: its first line says so.
  public static func isReport(_ bytes: [UInt8]) -> Bool {
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return line.wholeMatch(of: /agentproxy-setup [0-9][^ ]* - [A-Za-z]+ [^ ]+/) != nil
  }
}
