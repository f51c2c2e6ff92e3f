/// Parts of a log line, written as the bytes that they become.
extension [UInt8] {
  /// Appends a field, and the space before it.
  mutating func appendField(_ name: StaticString, _ value: String) {
    appendName(name)
    var value = value
    value.withUTF8 { appendPlain($0) }
  }

  mutating func appendField(_ name: StaticString, _ number: Int) {
    appendName(name)
    appendDigits(number)
  }

  /// Appends a time in milliseconds, to a tenth.
  mutating func appendField(_ name: StaticString, microseconds: Int64) {
    appendName(name)
    let tenths = Int((microseconds + 50) / 100)
    appendDigits(tenths / 10)
    append(UInt8(ascii: "."))
    appendDigits(tenths % 10)
  }

  mutating func appendField(_ name: StaticString, _ id: RequestID) {
    appendField(name, id.prefix)
    appendDigits(id.number, radix: 16)
  }

  mutating func appendDigits(_ number: Int, width: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    appendDigits(UInt64(number.magnitude), radix: 10, width: width)
  }

  private mutating func appendDigits(_ number: UInt64, radix: UInt64, width: Int = 1) {
    if number >= radix || width > 1 { appendDigits(number / radix, radix: radix, width: width - 1) }
    let digit = UInt8(truncatingIfNeeded: number % radix)
    append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
  }

  private mutating func appendName(_ name: StaticString) {
    append(UInt8(ascii: " "))
    name.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// A client chooses the path and the model: they shall neither steer a terminal nor pass for other fields.
  private mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>) {
    let shown = UnsafeBufferPointer(rebasing: text.prefix(200))
    let start = count
    append(contentsOf: shown)
    // Without an early end, so that many bytes are looked at together.
    var isPlain = true
    for byte in shown { isPlain = isPlain && Self.isPlain(byte) }
    guard !isPlain else { return }
    for index in start..<count where !Self.isPlain(self[index]) { self[index] = UInt8(ascii: "?") }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"")
  }
}
