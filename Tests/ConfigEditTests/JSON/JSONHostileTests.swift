import ConfigEdit
import SeededRandom
import Testing

/// No input crashes the program, or takes it more than a moment.
struct JSONHostileTests {
  @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
  func nestingHasALimit(_ open: String, _ close: String) throws {
    let width = open.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
    func nested(_ depth: Int, _ end: String) -> [UInt8] {
      Array((String(repeating: open, count: depth / width) + "1" + end).utf8)
    }
    var document = try JSONDocument(parsing: nested(256, String(repeating: close, count: 256 / width)))
    #expect(JSONDocument.isSameValue(String(decoding: document.bytes, as: UTF8.self), "1") == false)
    #expect(document.leaves.count == 1)
    // One level more cannot be made by an edit either.
    let before = document.bytes
    _ = try? document.set(ConfigPath(keys: Array(repeating: "a", count: 256) + ["b"]), to: "1")
    #expect(document.bytes == before)

    for depth in [258, 30_000] {
      let fault = #expect(throws: ConfigError.self) { try JSONDocument(parsing: nested(depth, "")) }
      #expect(fault?.message == "objects and arrays are nested more than 256 deep")
    }
  }

  @Test func largeDocumentsAreReadAndEdited() throws {
    let element = "{\"a\": [1, 2, {\"b\": \"\\u00e9\"}], \"c\": null}, // remark\n"
    for text in [
      "[" + String(repeating: element, count: 2000) + "]",
      "{" + (0..<10_000).map { "\"\($0)\":\($0)," }.joined() + "}",
      "{}" + String(repeating: " ", count: 100_000), String(repeating: "/**/", count: 20_000) + "{}",
      "{\"a\": \"" + String(repeating: "x", count: 100_000) + "\"}", "[" + String(repeating: "9", count: 100_000) + "]",
    ] {
      let bytes = Array(text.utf8)
      var document = try JSONDocument(parsing: bytes)
      let path = text.hasPrefix("[") ? ConfigPath([.element(key: "name", value: "x")]) : ["env", "KEY"]
      let edit = try #require(try document.set(path, to: text.hasPrefix("[") ? "{\"name\": \"x\"}" : "1"))
      #expect(!document.leaves.isEmpty)
      #expect(try document.revert(edit))
      #expect(document.bytes == bytes)
    }
  }

  @Test func damagedDocumentsAreRefusedOrKept() throws {
    var maker = JSONMaker(seed: 4)
    var (refused, accepted) = (0, 0)
    let noise: [UInt8] = Array("{}[],:\"\\/*\n\r 019.eE+-tfnu\t".utf8) + [0, 0x7F, 0xC3, 0xFF]
    for _ in 0..<1500 {
      var bytes = Array(maker.document().utf8)
      for _ in 0...maker.number(below: 3) where !bytes.isEmpty {
        let place = maker.number(below: bytes.count)
        switch maker.number(below: 4) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = maker.pick(noise)
        case 2: bytes.insert(maker.pick(noise), at: place)
        default: bytes.removeSubrange(place...)
        }
      }
      do throws(ConfigError) {
        var document = try JSONDocument(parsing: bytes)
        #expect(document.bytes == bytes)
        // What is accepted here Foundation accepts too.
        _ = try JSONDocument.tree(parsing: bytes)
        accepted += 1
        guard let edit = try? document.set(["env", "KEY"], to: "\"x\"") else { continue }
        let isTakenBack = try document.revert(edit)
        #expect(isTakenBack)
        #expect(document.bytes == bytes)
      } catch {
        refused += 1
        #expect(error.kind == .syntax && error.line != nil && error.column != nil && error.remedy != nil, "\(error)")
      }
    }
    #expect(refused > 500 && accepted > 100)
  }
}
