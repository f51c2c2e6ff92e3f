/// The width of the white space character at an offset, line ends included; `nil` if another character stands there.
func whiteSpaceWidth(_ bytes: [UInt8], at index: Int) -> Int? {
  let byte = bytes[index]
  if byte < 0x80 { return isAsciiSpace(byte) ? 1 : nil }
  let (scalar, width) = decodeScalar(bytes, at: index)
  return scalar.properties.isWhitespace ? width : nil
}

/// The width of the white space character that ends at `end` and does not begin before `start`.
func whiteSpaceWidth(_ bytes: [UInt8], before end: Int, from start: Int) -> Int? {
  let byte = bytes[end - 1]
  if byte < 0x80 { return isAsciiSpace(byte) ? 1 : nil }
  // White space beyond ASCII takes two or three bytes in UTF-8.
  for width in 2...3 where end - width >= start {
    let decoded = decodeScalar(bytes, at: end - width)
    if decoded.width == width { return decoded.scalar.properties.isWhitespace ? width : nil }
  }
  return nil
}

/// The width of the space at an offset that Compose skips around keys and before values: no line end, and of the
/// characters beyond ASCII only U+0085 and U+00A0.
func inlineSpaceWidth(_ bytes: [UInt8], at index: Int) -> Int? {
  let byte = bytes[index]
  if byte < 0x80 { return isAsciiSpace(byte) && byte != Ascii.newline ? 1 : nil }
  guard byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 else { return nil }
  return 2
}

private func isAsciiSpace(_ byte: UInt8) -> Bool {
  (Ascii.tab...Ascii.carriageReturn).contains(byte) || byte == Ascii.space
}
