/// The arrays and objects that are open at a place in JSON text, the innermost last: one bit each, and no memory of its
/// own.
struct OpenContainers {
  /// How many there can be.
  static let capacity = 512

  private var bits = InlineArray<8, UInt64>(repeating: 0)
  private(set) var count = 0

  /// Opens an object or an array. There must be less than ``capacity``.
  mutating func open(isObject: Bool) {
    let bit: UInt64 = 1 << UInt64(count & 63)
    if isObject { bits[count >> 6] |= bit } else { bits[count >> 6] &= ~bit }
    count += 1
  }

  /// Closes the innermost.
  mutating func close() { count -= 1 }

  /// Whether the innermost is an object. There must be one.
  var isObject: Bool { bits[(count - 1) >> 6] >> UInt64((count - 1) & 63) & 1 == 1 }

  /// What ends the innermost; `nil` where nothing is open.
  var closer: UInt8? {
    guard count > 0 else { return nil }
    return isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
  }
}
