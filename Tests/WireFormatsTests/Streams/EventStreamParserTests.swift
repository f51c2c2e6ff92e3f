import Testing

@testable import WireFormats

@Suite struct EventStreamParserTests {
  private func items(_ pieces: [String]) -> [EventStreamParser.Item] {
    var parser = EventStreamParser()
    var items: [EventStreamParser.Item] = []
    for piece in pieces { parser.read(Array(piece.utf8).span, into: &items) }
    parser.finish(&items)
    return items
  }

  private func data(_ text: String) -> EventStreamParser.Item { .data(Array(text.utf8)) }

  private static let ends = ["\n", "\r\n", "\r"]

  @Test(arguments: ends)
  func linesOfOneEventAreJoined(_ end: String) {
    let lines = [
      "event: x", "data: one", "data:two", "data", "id: 7", "", ": comment", "data:  three", "", "", "data: four", "",
    ]
    let text = lines.joined(separator: end)
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      let pieces = [bytes[..<cut], bytes[cut...]].map { String(decoding: $0, as: UTF8.self) }
      #expect(items(pieces) == [data("one\ntwo\n"), .comment, data(" three"), data("four")], "cut at \(cut)")
    }
  }

  @Test func anEventWithoutDataSaysNothing() {
    #expect(items(["data:\n\ndata: \n\ndata: x\n\n"]) == [.comment, .comment, data("x")])
  }

  @Test func halfALineAtTheEndIsNoEvent() {
    #expect(items(["data: one\n\ndata: tw"]) == [data("one")])
    #expect(items(["data: one\n\ndata: two\n"]) == [data("one"), data("two")])
    #expect(items(["database: no\n\nevent: only\n\n"]) == [])
  }

  @Test func anEventWithoutEndIsGivenUp() {
    var parser = EventStreamParser()
    var items: [EventStreamParser.Item] = []
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 8 << 20)
    parser.read(Array("data: ".utf8).span, into: &items)
    for _ in 0..<8 where !parser.isOverfull { parser.read(piece.span, into: &items) }
    #expect(parser.isOverfull)
    #expect(items == [])
  }
}
