/// What a number stands for, to its last digit: `1`, `1.0` and `10e-1` are the same.
struct JSONNumber: Hashable {
  private let isNegative: Bool
  /// The digits without zeros at either end; none for zero.
  private let digits: [UInt8]
  /// The power of ten that the last digit counts.
  private let exponent: Int
  /// The exponent as it is written, if it is too large to calculate with.
  private let hugeExponent: [UInt8]

  /// - Parameter text: a number, known to be well formed.
  init(_ text: ArraySlice<UInt8>) {
    let isMarked = text.first == UInt8(ascii: "-")
    let unsigned = isMarked ? text.dropFirst() : text
    let mark = unsigned.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? unsigned.endIndex
    let parts = unsigned[..<mark].split(separator: UInt8(ascii: "."))
    var exponent = -(parts.count > 1 ? parts[1].count : 0)
    var digits = Array(parts.joined().drop { $0 == UInt8(ascii: "0") })
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    let power = unsigned[mark...].dropFirst()
    // No file has as many digits as would make this overflow.
    let limit = Int.max / 4
    let written = Int(String(decoding: power, as: UTF8.self)) ?? (power.isEmpty ? 0 : Int.max)
    let isHuge = !(-limit...limit).contains(written)
    isNegative = isMarked && !digits.isEmpty
    self.digits = digits
    self.exponent = digits.isEmpty ? 0 : exponent + (isHuge ? 0 : written)
    hugeExponent = isHuge && !digits.isEmpty ? Array(power) : []
  }

  /// The number in the one notation that all texts for it share.
  var canonical: String {
    (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + "e\(exponent)"
      + String(decoding: hugeExponent, as: UTF8.self)
  }
}
