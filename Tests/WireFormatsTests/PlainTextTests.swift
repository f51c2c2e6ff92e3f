import Testing

@testable import WireFormats

@Suite struct PlainTextTests {
  /// Each byte at each place of texts that are shorter and longer than what is looked at together.
  @Test func theEndIsFoundWhereverItIs() {
    for count in [1, 15, 16, 17, 31, 40] {
      for place in 0..<count {
        for byte in UInt8.min...UInt8.max {
          var text = [UInt8](repeating: UInt8(ascii: "x"), count: count)
          text[place] = byte
          // A second one behind it must not be found in its place.
          if place + 1 < count { text[count - 1] = UInt8(ascii: "\"") }
          let end = text.firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 } ?? count
          let found = text.withUnsafeBytes { $0.endOfPlainText(from: 0) }
          if found != end { Issue.record("byte \(byte) at \(place) of \(count): \(found), not \(end)") }
        }
      }
    }
  }

  @Test(arguments: [0, 1, 15, 16, 17])
  func theSearchBeginsWhereItIsTold(_ start: Int) {
    let text = Array(#""abcdefghijklmnopqrstuvwxyz"#.utf8)
    #expect(text.withUnsafeBytes { $0.endOfPlainText(from: start) } == (start == 0 ? 0 : text.count))
  }
}
