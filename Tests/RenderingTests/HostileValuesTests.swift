import DotEnv
import Foundation
import Rendering
import TOMLKit
import Testing
import Yams

/// Whatever a value holds, the parser of the format gives exactly that value back, and everything around it stays.
struct HostileValuesTests {
  static let values = hostileValues(count: 2000, seed: 20_261_122)

  @Test func yaml() throws {
    for value in Self.values {
      let text = try rendered(structure, .yaml, value)
      try expectStructure(try Yams.load(yaml: text), holds: value, text)
    }
  }

  @Test func compose() throws {
    for value in Self.values {
      let text = try rendered(structure, .compose, value)
      let read = try #require(try Yams.load(yaml: text) as? [String: Any], "\(text)")
      let key = try #require(read["key"] as? String, "\(text)")
      let interpolation = try Interpolation(key) { _ in "replaced" }
      #expect(scalars(interpolation.text) == scalars(asYamsReads(value)), "\(text)")
    }
  }

  @Test func toml() throws {
    for value in Self.values {
      let text = try rendered("before = 1\nkey = {{value}}\nlist = [{{value}}, {{value}}]\nafter = 2\n", .toml, value)
      let table = try TOMLTable(string: text)
      #expect(table["key"]?.string.map(scalars) == scalars(value), "\(text)")
      #expect(table["list"]?.array?.compactMap(\.string).map(scalars) == [scalars(value), scalars(value)], "\(text)")
      #expect(table["before"]?.int == 1 && table["after"]?.int == 2 && table.keys.count == 4, "\(text)")
    }
  }

  @Test func json() throws {
    for value in Self.values {
      let text = try rendered(#"{"before": 1, "key": {{value}}, "list": [{{value}}], "after": 2}"#, .json, value)
      let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect((read?["key"] as? String).map(scalars) == scalars(value), "\(text)")
      #expect((read?["list"] as? [String])?.map(scalars) == [scalars(value)], "\(text)")
      #expect(read?["before"] as? Int == 1 && read?["after"] as? Int == 2 && read?.count == 4, "\(text)")
    }
  }

  @Test func dotenv() throws {
    for value in Self.values {
      let text = try rendered("BEFORE=1\nKEY={{value}}\nAFTER=2\n", .dotenv, value)
      let read = try DotEnvDocument(parsing: Array(text.utf8)).resolve(environment: ["HOME": "replaced"])
      #expect(read["KEY"].map(scalars) == scalars(value), "\(text)")
      #expect(read["BEFORE"] == "1" && read["AFTER"] == "2" && read.order.count == 3, "\(text)")
    }
  }

  @Test func keysAreValuesToo() throws {
    for value in Self.values {
      let toml = try rendered("{{value}} = 1\n", .toml, value)
      #expect(try TOMLTable(string: toml).keys.map(scalars) == [scalars(value)], "\(toml)")
      let yaml = try rendered("{{value}}: 1\n", .yaml, value)
      #expect(
        (try Yams.load(yaml: yaml) as? [String: Int])?.keys.map(scalars) == [scalars(asYamsReads(value))],
        "\(yaml)"
      )
      let json = try rendered("{ {{value}}: 1}", .json, value)
      let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Int]
      #expect(read?.keys.map(scalars) == [scalars(value)], "\(json)")
    }
  }

  /// The C library below TOMLKit ends texts at NUL, so this case is left to the formats whose parsers do not.
  @Test func nul() throws {
    let value = "a\u{0}b"
    let json = try rendered("{{value}}", .json, value)
    #expect(json == #""a\u0000b""#)
    #expect(try rendered("{{value}}", .toml, value) == json)
    #expect(try Yams.load(yaml: try rendered("{{value}}", .yaml, value)) as? String == value)
  }

  private let structure = "before: 1\nkey: {{value}}\nlist: [{{value}}, {{value}}]\nblock:\n  - {{value}}\nafter: 2\n"

  private func rendered(_ source: String, _ format: Format, _ value: String) throws -> String {
    try Template(source, name: "test", format: format).render(["value": .text(value)])
  }

  private func expectStructure(_ parsed: Any?, holds value: String, _ text: String) throws {
    let read = try #require(parsed as? [String: Any], "\(text)")
    let expected = scalars(asYamsReads(value))
    #expect((read["key"] as? String).map(scalars) == expected, "\(text)")
    #expect((read["list"] as? [String])?.map(scalars) == [expected, expected], "\(text)")
    #expect((read["block"] as? [String])?.map(scalars) == [expected], "\(text)")
    #expect(read["before"] as? Int == 1 && read["after"] as? Int == 2 && read.count == 5, "\(text)")
  }

  /// Yams makes each scalar a string in a way that takes a byte order mark at its start for one of the file.
  private func asYamsReads(_ value: String) -> String {
    value.unicodeScalars.first == "\u{FEFF}" ? String(value.unicodeScalars.dropFirst()) : value
  }

  /// Strings that are canonically equivalent are equal in Swift; here they must be the same code points.
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
