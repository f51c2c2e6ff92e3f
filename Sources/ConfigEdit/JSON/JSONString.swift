/// Strings as they are written, and what they stand for.
enum JSONString {
  /// What a string stands for, in UTF-8; half of a surrogate pair without the other is kept as three bytes of its own.
  ///
  /// - Parameter text: the string with its quotes, known to be well formed.
  /// - Returns: the characters' bytes.
  static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let content = text.dropFirst().dropLast()
    guard content.contains(JSONByte.backslash) else { return Array(content) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(content.count)
    var index = content.startIndex
    while index < content.endIndex {
      guard content[index] == JSONByte.backslash else {
        decoded.append(content[index])
        index += 1
        continue
      }
      let letter = content[index + 1]
      index += 2
      guard letter == UInt8(ascii: "u") else {
        decoded.append(escaped(letter))
        continue
      }
      var value = hexadecimal(content[index..<index + 4])
      index += 4
      if 0xD800..<0xDC00 ~= value, content[index...].starts(with: [JSONByte.backslash, UInt8(ascii: "u")]) {
        let low = hexadecimal(content[index + 2..<index + 6])
        if 0xDC00..<0xE000 ~= low {
          value = 0x1_0000 + (value - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
      }
      append(value, to: &decoded)
    }
    return decoded
  }

  /// A string in double quotes that stands for `text`.
  static func quoted(_ text: String) -> [UInt8] {
    var quoted = [JSONByte.quote]
    for byte in text.utf8 {
      switch byte {
      case JSONByte.quote, JSONByte.backslash: quoted += [JSONByte.backslash, byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        quoted += "\\u".utf8
        quoted += String(repeating: "0", count: 4 - digits.utf8.count).utf8
        quoted += digits.utf8
      default: quoted.append(byte)
      }
    }
    return quoted + [JSONByte.quote]
  }

  private static func escaped(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): JSONByte.newline
    case UInt8(ascii: "r"): JSONByte.carriageReturn
    case UInt8(ascii: "t"): JSONByte.tab
    default: letter
    }
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32 {
    digits.reduce(0) { value, digit in
      value << 4 + UInt32(JSONByte.isDigit(digit) ? digit - UInt8(ascii: "0") : (digit | 0x20) - UInt8(ascii: "a") + 10)
    }
  }

  private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    if let scalar = Unicode.Scalar(value) {
      bytes += Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter
    } else {
      bytes += [0xE0 | UInt8(value >> 12), 0x80 | UInt8(value >> 6 & 0x3F), 0x80 | UInt8(value & 0x3F)]
    }
  }
}
