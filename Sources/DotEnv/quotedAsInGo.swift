/// A text in double quotes with the escapes of Go's `%q`, which Compose's messages use.
func quotedAsInGo(_ bytes: [UInt8]) -> String {
  var result = "\""
  var index = 0
  while index < bytes.count {
    let (scalar, width) = decodeScalar(bytes, at: index)
    if width == 1, bytes[index] >= 0x80 {
      result += "\\x" + hexadecimal(UInt32(bytes[index]), digits: 2)
    } else {
      result += escapedAsInGo(scalar)
    }
    index += width
  }
  return result + "\""
}

private func escapedAsInGo(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\"", "\\": return "\\\(scalar)"
  case "\u{07}": return "\\a"
  case "\u{08}": return "\\b"
  case "\u{0C}": return "\\f"
  case "\n": return "\\n"
  case "\r": return "\\r"
  case "\t": return "\\t"
  case "\u{0B}": return "\\v"
  case " ": return " "
  default: break
  }
  if isPrintable(scalar) { return String(scalar) }
  return switch scalar.value {
  case ..<0x80: "\\x" + hexadecimal(scalar.value, digits: 2)
  case ..<0x1_0000: "\\u" + hexadecimal(scalar.value, digits: 4)
  default: "\\U" + hexadecimal(scalar.value, digits: 8)
  }
}

/// Go prints letters, marks, numbers, punctuation and symbols, and of the spaces U+0020 alone.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator, .paragraphSeparator:
    false
  default: true
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: digits - text.count) + text
}
