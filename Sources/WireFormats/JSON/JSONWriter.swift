/// Writes JSON straight into bytes, and sets the commas itself.
struct JSONWriter: Sendable {
  /// The text so far.
  private(set) var bytes: [UInt8]
  /// Whether the next key or element follows another one.
  private var needsComma = false

  init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
  }

  /// An object, whose members `build` writes.
  mutating func object<Failure: Error>(_ build: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
    begin(UInt8(ascii: "{"))
    try build(&self)
    end(UInt8(ascii: "}"))
  }

  /// An array, whose elements `build` writes.
  mutating func array<Failure: Error>(_ build: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
    begin(UInt8(ascii: "["))
    try build(&self)
    end(UInt8(ascii: "]"))
  }

  /// A member's key; its value comes next.
  mutating func key(_ key: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A member whose key is not known beforehand.
  mutating func member(named key: String, _ value: JSON) {
    separate()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
    self.value(value)
  }

  mutating func member(_ key: StaticString, _ value: String) {
    self.key(key)
    string(value)
  }

  mutating func member(_ key: StaticString, _ value: Int) {
    self.key(key)
    number(JSONNumber(value))
  }

  mutating func member(_ key: StaticString, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  mutating func member(_ key: StaticString, _ value: JSON) {
    self.key(key)
    self.value(value)
  }

  mutating func string(_ value: String) {
    separate()
    quote(value)
    needsComma = true
  }

  mutating func number(_ value: JSONNumber) {
    separate()
    bytes.append(contentsOf: value.text.utf8)
    needsComma = true
  }

  mutating func bool(_ value: Bool) {
    raw(value ? "true" : "false")
  }

  mutating func null() {
    raw("null")
  }

  /// A value that is JSON already.
  mutating func raw(_ json: StaticString) {
    separate()
    json.withUTF8Buffer { bytes.append(contentsOf: $0) }
    needsComma = true
  }

  /// A value that is JSON already.
  mutating func raw(_ json: String) {
    separate()
    bytes.append(contentsOf: json.utf8)
    needsComma = true
  }

  mutating func value(_ value: JSON) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let number): self.number(number)
    case .string(let text): string(text)
    case .array(let elements):
      begin(UInt8(ascii: "["))
      for element in elements { self.value(element) }
      end(UInt8(ascii: "]"))
    case .object(let members):
      begin(UInt8(ascii: "{"))
      for member in members { self.member(named: member.key, member.value) }
      end(UInt8(ascii: "}"))
    }
  }

  private mutating func begin(_ opener: UInt8) {
    separate()
    bytes.append(opener)
    needsComma = false
  }

  private mutating func end(_ closer: UInt8) {
    bytes.append(closer)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func quote(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { units in
      var runStart = 0
      for index in units.indices {
        let byte = units[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: units[runStart..<index])
        escape(byte)
        runStart = index + 1
      }
      bytes.append(contentsOf: units[runStart...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x00..<0x20:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(Self.hexDigit(byte >> 4))
      bytes.append(Self.hexDigit(byte & 15))
    default: bytes.append(byte)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
