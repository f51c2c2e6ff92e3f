/// Writes `value` between double quotes, in the escapes that JSON, TOML and YAML share.
///
/// Escaped are the quote, the backslash and everything that a parser, an editor or a terminal might take for a line end
/// or for nothing at all: control characters, the Unicode line and paragraph separators, the byte order mark,
/// bidirectional controls and noncharacters.
///
/// - Parameters:
///   - value: the text to write.
///   - wide: writes a scalar beyond `U+FFFF` that must be escaped.
/// - Returns: the quoted text.
func doubleQuoted(_ value: String, wide: (Unicode.Scalar) -> String) -> String {
  var text = "\""
  for scalar in value.unicodeScalars {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case _ where !isInvisible(scalar): text.unicodeScalars.append(scalar)
    case _ where scalar.value > 0xFFFF: text += wide(scalar)
    default: text += "\\u" + hexadecimal(scalar.value, digits: 4)
    }
  }
  return text + "\""
}

/// `number` in upper-case hexadecimal, filled up with zeros to `digits`.
func hexadecimal(_ number: UInt32, digits: Int) -> String {
  let text = String(number, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// Whether `scalar` is a control, a separator of lines, a format character or not a character at all.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
  default: false
  }
}
