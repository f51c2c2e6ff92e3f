/// A text as a JSON string literal, quotes included.
///
/// - Parameter text: any text.
/// - Returns: the literal.
func jsonString(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": literal += #"\""#
    case "\\": literal += #"\\"#
    case "\n": literal += #"\n"#
    case "\r": literal += #"\r"#
    case "\t": literal += #"\t"#
    case _ where scalar.value < 0x20:
      let hex = String(scalar.value, radix: 16)
      literal += #"\u"# + String(repeating: "0", count: 4 - hex.count) + hex
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}

/// A text in the pieces a model would stream it in: words with the space before them.
///
/// - Parameter text: any text.
/// - Returns: at least one piece; joined, they are the text.
func pieces(of text: String) -> [String] {
  var pieces: [String] = []
  for character in text {
    if pieces.isEmpty || character == " " {
      pieces.append(String(character))
    } else {
      pieces[pieces.count - 1].append(character)
    }
  }
  return pieces.isEmpty ? [""] : pieces
}
