/// Reads the one string of `{"input": "…"}` while it arrives, for tools that take free text and had to be offered as
/// tools that take an object.
struct FreeTextReader: Sendable, Equatable {
  /// What has arrived before the string began, or of an escape that is not whole.
  private var pending: [UInt8] = []
  private var state = State.beforeString

  private enum State: Sendable {
    case beforeString, inString, behindString
    /// The model wrote something else; it is taken as a whole at the end.
    case other
  }

  /// Longer than what stands before the string, white space included, in any sane answer.
  private static let longestHead = 128

  /// The text that `piece` adds.
  mutating func read(_ piece: String) -> String {
    switch state {
    case .behindString: return ""
    case .other:
      pending += piece.utf8
      return ""
    case .beforeString:
      pending += piece.utf8
      guard let start = Self.stringStart(pending) else {
        if pending.count > Self.longestHead { state = .other }
        return ""
      }
      state = .inString
      let rest = Array(pending[start...])
      pending = []
      return readString(rest)
    case .inString: return readString(pending.isEmpty ? Array(piece.utf8) : pending + Array(piece.utf8))
    }
  }

  /// The text that is left when nothing more arrives.
  mutating func finish() -> String {
    defer { pending = [] }
    switch state {
    case .beforeString, .other: return CustomTool.unwrapped(String(decoding: pending, as: UTF8.self))
    case .inString, .behindString: return ""
    }
  }

  /// Where the string's text begins, if all before it is as it should be.
  private static func stringStart(_ bytes: [UInt8]) -> Int? {
    var cursor = 0
    for token in ["{", "\"\(CustomTool.inputKey)\"", ":", "\""] {
      JSONScanner.skipWhitespace(bytes.span, &cursor)
      guard bytes[cursor...].starts(with: token.utf8) else { return nil }
      cursor += token.utf8.count
    }
    return cursor
  }

  /// Decodes as far as escapes are whole, and keeps the rest.
  private mutating func readString(_ bytes: [UInt8]) -> String {
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") {
        state = .behindString
        pending = []
        return JSONUnescaping.decode(bytes.span, 0..<index)
      }
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let length = Self.escapeLength(bytes, at: index) else { break }
      index += length
    }
    pending = Array(bytes[index...])
    return JSONUnescaping.decode(bytes.span, 0..<index)
  }

  /// How many bytes an escape takes, or `nil` if they are not all there. The two halves of a surrogate pair belong
  /// together.
  private static func escapeLength(_ bytes: [UInt8], at index: Int) -> Int? {
    guard index + 1 < bytes.count else { return nil }
    guard bytes[index + 1] == UInt8(ascii: "u") else { return 2 }
    guard index + 6 <= bytes.count else { return nil }
    let isLead = bytes[index + 2] | 0x20 == UInt8(ascii: "d") && isLeadDigit(bytes[index + 3])
    guard isLead else { return 6 }
    if index + 6 == bytes.count { return nil }
    guard bytes[index + 6] == UInt8(ascii: "\\") else { return 6 }
    if index + 7 == bytes.count { return nil }
    guard bytes[index + 7] == UInt8(ascii: "u") else { return 6 }
    return index + 12 <= bytes.count ? 12 : nil
  }

  private static func isLeadDigit(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "8"), UInt8(ascii: "9"), UInt8(ascii: "a"), UInt8(ascii: "b"): true
    default: false
    }
  }
}
