/// Writes `value` as a YAML scalar, good for YAML 1.1 and 1.2: plain where that is beyond doubt, else double-quoted.
func yamlScalar(_ value: String) -> String {
  isPlain(value) ? value : doubleQuoted(value) { "\\U" + hexadecimal($0.value, digits: 8) }
}

/// Writes `value` as a YAML scalar from which Compose's interpolation gives back `value`.
func composeScalar(_ value: String) -> String {
  var doubled = ""
  for scalar in value.unicodeScalars {
    doubled.unicodeScalars.append(scalar)
    if scalar == "$" { doubled.unicodeScalars.append("$") }
  }
  return yamlScalar(doubled)
}

/// Whether `value` needs no quotes: it starts with a letter, holds nothing that YAML gives a meaning, and is none of
/// the words that YAML 1.1 reads as a boolean or as null.
private func isPlain(_ value: String) -> Bool {
  guard let first = value.utf8.first, isLetter(first) else { return false }
  let isHarmless = value.utf8.allSatisfy { byte in
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-./+".utf8.contains(byte)
  }
  return isHarmless && !wordsWithMeaning.contains(value.lowercased())
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private let wordsWithMeaning: Set = ["y", "n", "yes", "no", "true", "false", "on", "off", "null"]
