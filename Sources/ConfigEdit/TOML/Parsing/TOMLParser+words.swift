/// Values without quotes: booleans, numbers, dates and times.
extension TOMLParser {
  /// Reads a value without quotes or brackets.
  mutating func word() throws(ConfigError) -> TOMLScalar {
    let start = at
    while let byte = next, Self.isWordByte(byte) { at += 1 }
    let text = bytes[start..<at]
    guard let first = text.first else { throw noValue() }
    if text.elementsEqual("true".utf8) { return .boolean(true) }
    if text.elementsEqual("false".utf8) { return .boolean(false) }
    let isDigit = Self.digit(first, radix: 10) != nil
    if isDigit, text.dropFirst(4).first == UInt8(ascii: "-") || text.dropFirst(2).first == UInt8(ascii: ":") {
      return try moment(from: start)
    }
    if let number = Self.integer(text) { return .integer(number) }
    if let number = Self.float(text) { return .float(number) }
    throw noWord(text, at: start)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    TOMLKey.isBare(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
  }

  /// The fault that there is nothing that could be a value.
  private func noValue() -> ConfigError {
    switch next {
    case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"), UInt8(ascii: ","):
      fault("a value is missing here")
    default: fault("this is no value", remedy: "put text in double quotes")
    }
  }

  /// The fault that these bytes are no number and none of the known words.
  private func noWord(_ text: ArraySlice<UInt8>, at start: Int) -> ConfigError {
    guard let first = text.first, Self.digit(first, radix: 10) != nil || "+-.".utf8.contains(first) else {
      return fault("this is no value", at: start, remedy: "put text in double quotes; true and false are in lower case")
    }
    return fault("this is no number, date or time as TOML writes them", at: start, remedy: "put text in double quotes")
  }

  /// The whole number that these bytes are; `nil` if they are none that fits into 64 bits.
  private static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
    var digits = text
    var radix = 10
    if text.count > 2, text.first == UInt8(ascii: "0"), let base = radixes[text[text.startIndex + 1]] {
      radix = base
      digits = text.dropFirst(2)
      guard digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-") else { return nil }
    }
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    guard isGrouped(digits, radix: radix) else { return nil }
    if radix == 10, digits.count > 1, digits.first == UInt8(ascii: "0") { return nil }
    var number: Int64 = 0
    for byte in digits {
      guard let digit = digit(byte, radix: radix) else { continue }
      let (product, overflow) = number.multipliedReportingOverflow(by: Int64(radix))
      let (sum, carry) =
        isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if overflow || carry { return nil }
      number = sum
    }
    return number
  }

  private static let radixes: [UInt8: Int] = [
    UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2,
  ]

  /// The bit pattern of the number that these bytes are.
  private static func float(_ text: ArraySlice<UInt8>) -> UInt64? {
    let isSigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
    let unsigned = isSigned ? text.dropFirst() : text
    if unsigned.elementsEqual("nan".utf8) { return Double.nan.bitPattern }
    if unsigned.elementsEqual("inf".utf8) {
      return (text.first == UInt8(ascii: "-") ? -Double.infinity : Double.infinity).bitPattern
    }
    let power = unsigned.firstIndex { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
    let mantissa = unsigned[..<(power ?? unsigned.endIndex)]
    let point = mantissa.firstIndex(of: UInt8(ascii: "."))
    let whole = mantissa[..<(point ?? mantissa.endIndex)]
    guard isGrouped(whole, radix: 10), whole.count == 1 || whole.first != UInt8(ascii: "0") else { return nil }
    if let point, !isGrouped(mantissa[(point + 1)...], radix: 10) { return nil }
    if let power {
      var digits = unsigned[(power + 1)...]
      if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
      guard isGrouped(digits, radix: 10) else { return nil }
    }
    guard point != nil || power != nil else { return nil }
    let plain = text.filter { $0 != UInt8(ascii: "_") }
    return Double(String(decoding: plain, as: UTF8.self))?.bitPattern
  }

  /// Whether these are digits, with single underscores only between them.
  private static func isGrouped(_ text: ArraySlice<UInt8>, radix: Int) -> Bool {
    var wasDigit = false
    for byte in text {
      let isDigit = digit(byte, radix: radix) != nil
      guard isDigit || (byte == UInt8(ascii: "_") && wasDigit) else { return false }
      wasDigit = isDigit
    }
    return wasDigit
  }

  /// The value of a digit.
  static func digit(_ byte: UInt8, radix: Int) -> Int64? {
    let value: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = byte - UInt8(ascii: "A") + 10
    default: return nil
    }
    return value < radix ? Int64(value) : nil
  }
}
