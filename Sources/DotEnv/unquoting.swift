/// The content of a quoted value, in which a backslash before the quote's own kind is dropped.
func unquoting(_ value: ArraySlice<UInt8>) -> [UInt8] {
  guard let quote = value.first else { return [] }
  let content = value.dropFirst().dropLast()
  guard content.contains(Ascii.backslash) else { return Array(content) }
  var result: [UInt8] = []
  result.reserveCapacity(content.count)
  var index = content.startIndex
  while index < content.endIndex {
    if content[index] == Ascii.backslash, index + 1 < content.endIndex {
      if content[index + 1] != quote { result.append(Ascii.backslash) }
      index += 1
    }
    result.append(content[index])
    index += 1
  }
  return result
}

/// The content of a double-quoted value with its escapes expanded, ready for interpolation: `\$` becomes `$$`.
///
/// Known are the one-letter escapes `\a \b \f \n \r \t \v \\ \"` and `\0` with three octal digits behind it. As in
/// Compose, a `\0` with fewer digits or a greater value than 255 loses its zero, and every other escape stays.
func expandingEscapes(_ content: [UInt8]) -> [UInt8] {
  guard content.contains(Ascii.backslash) else { return content }
  var result: [UInt8] = []
  result.reserveCapacity(content.count)
  var index = 0
  while index < content.count {
    guard content[index] == Ascii.backslash, index + 1 < content.count else {
      result.append(content[index])
      index += 1
      continue
    }
    let letter = content[index + 1]
    index += 2
    if letter == UInt8(ascii: "0") {
      let digits = content[index...].prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      index += digits.count
      result += octalEscape(digits)
    } else if letter == Ascii.dollar {
      result += [Ascii.dollar, Ascii.dollar]
    } else if let byte = simpleEscape(letter) {
      result.append(byte)
    } else {
      result += [Ascii.backslash, letter]
    }
  }
  return result
}

private func octalEscape(_ digits: ArraySlice<UInt8>) -> [UInt8] {
  let text = String(decoding: digits, as: UTF8.self)
  guard digits.count == 3, let value = UInt8(text, radix: 8) else { return [Ascii.backslash] + digits }
  return Array(String(Unicode.Scalar(value)).utf8)
}

private func simpleEscape(_ letter: UInt8) -> UInt8? {
  switch letter {
  case UInt8(ascii: "a"): 0x07
  case UInt8(ascii: "b"): 0x08
  case UInt8(ascii: "f"): Ascii.formFeed
  case UInt8(ascii: "n"): Ascii.newline
  case UInt8(ascii: "r"): Ascii.carriageReturn
  case UInt8(ascii: "t"): Ascii.tab
  case UInt8(ascii: "v"): Ascii.verticalTab
  case Ascii.backslash, Ascii.doubleQuote: letter
  default: nil
  }
}
