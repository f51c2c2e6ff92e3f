import Diagnostics
import Foundation
import Testing

@testable import Doctor

/// What a report looks like.
struct ReportTests {
  private static let report = Report(
    version: "1.2.3",
    platform: "Linux x86_64",
    results: [
      result("host.git", .host, "git", .passed("2.39.5"), 4),
      result(
        "host.port",
        .host,
        "port",
        .failed("port 4000 is taken by nginx (process 77)", .fix(.initialize(["AGENTPROXY_PORT=4001"])))
      ),
      result("env.file", .env, "file", .passed(".env, 24 keys")),
      result("env.duplicate", .env, "duplicates", .passed("nothing found"), isQuiet: true),
      result(
        "env.readable",
        .env,
        "readable",
        .warning(
          "other users of this machine may read the file, its mode is 644",
          .fix(.restrict(path: "/home/me/p/.env", name: ".env")),
          file: ".env"
        ),
        isQuiet: true
      ),
      result(
        "env.placeholder",
        .env,
        "placeholders",
        .found([
          Finding(
            .error,
            "OPENAI_API_KEY is a placeholder",
            .advice("write the token your provider gave you"),
            file: ".env",
            line: 3
          ),
          Finding(
            .error,
            "ANTHROPIC_API_KEY is a placeholder",
            .advice("write the token your provider gave you"),
            file: ".env",
            line: 9
          ),
        ]),
        isQuiet: true
      ),
      result(
        "engine.running",
        .engine,
        "running",
        .failed("no gateway at localhost:4000: nothing listens there", .command("agentproxy-setup proxy")),
        3004
      ),
      result("gateway.up", .gateway, "up", .skipped("engine.running failed")),
      result("gateway.key", .gateway, "right key", .skipped("engine.running failed")),
      result("wire.responses", .wire, "responses", .skipped("--live looks at it, and spends a few tokens")),
      result(
        "together.vendor",
        .together,
        "vendor",
        .note(
          "OPENAI has a base URL and ANTHROPIC has none: ANTHROPIC_API_KEY goes to the vendor's own address",
          .advice("set ANTHROPIC_API_BASE if it is a token of the same third party"),
          file: ".env"
        ),
        isQuiet: true
      ),
    ],
    milliseconds: 3010
  )

  private static func result(
    _ id: String,
    _ section: Section,
    _ title: String,
    _ outcome: Outcome,
    _ milliseconds: Double = 0,
    isQuiet: Bool = false
  ) -> CheckResult {
    CheckResult(id: id, section: section, title: title, isQuiet: isQuiet, outcome: outcome, milliseconds: milliseconds)
  }

  private func text(_ change: (inout ReportStyle) -> Void) -> String {
    var style = ReportStyle()
    change(&style)
    let text = ReportText(style)
    let report = Self.report
    let sections = Section.allCases.map { section in text.section(report.results.filter { $0.section == section }) }
    return text.heading(version: report.version, platform: report.platform, folder: "~/p") + sections.joined()
      + text.summary(report)
  }

  @Test func theReportIsWhatItWas() throws {
    try expectGolden("normal.txt", text { _ in })
    try expectGolden("ascii.txt", text { $0.isUnicode = false })
    try expectGolden("summary.txt", text { $0.volume = .troubles })
    try expectGolden("everything.txt", text { $0.volume = .everything })
    try expectGolden("color.txt", text { $0.isColored = true })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try expectGolden("report.json", String(decoding: try encoder.encode(Self.report), as: UTF8.self) + "\n")
  }

  @Test func everyLineFits() {
    for line in text({ _ in }).split(separator: "\n") where !line.contains("→") {
      #expect(line.count <= 80, "\(line)")
    }
    for width in [60, 40, 28] {
      for volume in [ReportStyle.Volume.normal, .everything] {
        let narrow = text {
          $0.width = width
          $0.volume = volume
        }
        for line in narrow.split(separator: "\n") where !line.contains("→ agentproxy-setup") {
          #expect(line.count <= width, "\(line)")
        }
        // A word stays whole, and nothing is lost.
        let words = text { $0.volume = volume }.split { $0.isWhitespace || $0 == "·" }
        #expect(narrow.split { $0.isWhitespace || $0 == "·" } == words)
      }
    }
  }

  @Test func asciiIsAscii() {
    #expect(text { $0.isUnicode = false }.allSatisfy { $0.isASCII })
    #expect(!text { _ in }.contains("\u{1B}"))
    var style = ReportStyle()
    style.isUnicode = false
    #expect(style.plain("sk-…1234 für") == "sk-...1234 f?r")
  }

  @Test func theWorstCounts() {
    #expect(Self.report.status == .failed)
    #expect(Self.report.count(.failed) == 3)
    #expect(Self.report.fixes.map(\.command) == ["agentproxy-setup init --set AGENTPROXY_PORT=4001", "chmod 600 .env"])
  }

  @Test func theJSONIsAsItsSchemaSays() async throws {
    let file = checkout.appending(path: "docs/doctor.schema.json")
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let setup = try await Setup(["CODEX_MODEL=nobody-has-it"])
    let real = Report(
      version: "1",
      platform: platform,
      results: await examine(setup.context(), only: allChecks.map(\.section.rawValue)),
      milliseconds: 1
    )
    for report in [Self.report, real] {
      let value = try JSONSerialization.jsonObject(with: JSONEncoder().encode(report))
      #expect(SchemaReader.complaints(about: value, schema: schema) == [])
    }
    // The test itself can fail.
    #expect(SchemaReader.complaints(about: ["schemaVersion": 2], schema: schema).count > 3)
  }

  @Test func theDocumentationNamesEveryCheck() throws {
    let file = checkout.appending(path: "docs/doctor.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let begin = try #require(text.firstRange(of: "| check | reach |"))
    let table =
      text[begin.lowerBound...].split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("|") }.joined(separator: "\n") + "\n"
    let wanted = CheckList().markdown
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try Data(text.replacing(table, with: wanted).utf8).write(to: file)
    } else {
      #expect(table == wanted, "RECORD_GOLDEN=1 writes it anew")
    }
  }

  private let checkout = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Compares with a file beside the tests, or writes that file if `RECORD_GOLDEN` is set.
  private func expectGolden(_ name: String, _ text: String, location: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
    #expect(text == (try? String(contentsOf: file, encoding: .utf8)), sourceLocation: location)
  }
}
