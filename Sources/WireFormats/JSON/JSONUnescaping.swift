/// Turns the inside of a JSON string into text.
enum JSONUnescaping {
  /// Decodes what stands between the quotes of a string that ``JSONScanner`` has accepted.
  ///
  /// - Parameters:
  ///   - text: the whole JSON text.
  ///   - range: the string without its quotes.
  /// - Returns: the decoded string, with U+FFFD for halves of surrogate pairs and for bytes that are not UTF-8.
  static func decode(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(range.count)
    var index = range.lowerBound
    var runStart = index
    while index < range.upperBound {
      guard text[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      append(text, runStart..<index, to: &units)
      appendEscape(text, &index, end: range.upperBound, to: &units)
      runStart = index
    }
    append(text, runStart..<index, to: &units)
    return String(decoding: units, as: UTF8.self)
  }

  private static func append(_ text: Span<UInt8>, _ range: Range<Int>, to units: inout [UInt8]) {
    guard !range.isEmpty else { return }
    text.extracting(range).withUnsafeBufferPointer { units.append(contentsOf: $0) }
  }

  /// Appends what the escape at `index` stands for, and steps over it.
  private static func appendEscape(_ text: Span<UInt8>, _ index: inout Int, end: Int, to units: inout [UInt8]) {
    let kind = text[index + 1]
    guard kind == UInt8(ascii: "u") else {
      units.append(character(of: kind))
      index += 2
      return
    }
    let scalar = scalar(text, &index, end: end)
    units.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// The character that a one-letter escape stands for.
  static func character(of escape: UInt8) -> UInt8 {
    switch escape {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: escape
    }
  }

  private static func scalar(_ text: Span<UInt8>, _ index: inout Int, end: Int) -> Unicode.Scalar {
    let high = codeUnit(text, index + 2)
    index += 6
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard UTF16.isLeadSurrogate(high), index + 5 < end, text[index] == UInt8(ascii: "\\"),
      text[index + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    let low = codeUnit(text, index + 2)
    guard UTF16.isTrailSurrogate(low) else { return "\u{FFFD}" }
    index += 6
    return Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func codeUnit(_ text: Span<UInt8>, _ start: Int) -> UInt16 {
    var unit: UInt16 = 0
    for index in start..<start + 4 { unit = unit << 4 | (JSONScanner.hexValue(text[index]) ?? 0) }
    return unit
  }
}
