import Foundation
import Provisioning
import Testing

@Suite struct DocumentedKeysTests {
  /// The table of keys in the documents is the list of keys in the program.
  @Test func theDocumentsExplainEachKeyAsTheProgramDoes() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let document = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
    let rows = document.split(separator: "\n").filter { $0.firstMatch(of: #/^\| `[A-Z]/#) != nil }
    let expected = KnownKey.all.map { key in
      let value = key.defaultValue.map { "`\($0)`" } ?? (key.isGenerated ? "generated" : "")
      return "| `\(key.name)` | \(value) | \(key.meaning) |"
    }
    #expect(rows.map(String.init) == expected)
  }
}
