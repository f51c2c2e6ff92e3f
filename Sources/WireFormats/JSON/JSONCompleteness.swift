/// Tells, while a JSON value arrives in pieces, whether it has come to its end.
///
/// It counts brackets outside of strings, which is enough for text that a model produced: nothing is refused here.
struct JSONCompleteness: Sendable, Equatable {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// Whether an object or array has begun and ended.
  private(set) var isComplete = false

  mutating func read(_ piece: String) {
    for byte in piece.utf8 { read(byte) }
  }

  private mutating func read(_ byte: UInt8) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if depth == 0 { isComplete = true }
    default: break
    }
  }
}
