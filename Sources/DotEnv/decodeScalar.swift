/// The Unicode scalar at an offset and the number of bytes it takes.
///
/// As in Go, each byte that does not begin a valid sequence is a U+FFFD of width 1.
func decodeScalar(_ bytes: [UInt8], at index: Int) -> (scalar: Unicode.Scalar, width: Int) {
  let first = bytes[index]
  let width =
    switch first {
    case 0x00..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  guard width > 1, index + width <= bytes.count else {
    return width == 1 ? (Unicode.Scalar(first), 1) : ("\u{FFFD}", 1)
  }
  var value = UInt32(first) & (0x7F >> UInt32(width))
  for byte in bytes[(index + 1)..<(index + width)] {
    guard byte & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
    value = value << 6 | UInt32(byte & 0x3F)
  }
  let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x1_0000]
  guard value >= smallest[width], let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
  return (scalar, width)
}

/// Whether a scalar may stand in a key: any letter, any number.
func isLetterOrNumber(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    .decimalNumber, .letterNumber, .otherNumber:
    true
  default: false
  }
}
