/// Builds JSON text piece by piece.
///
/// The gateway's own answers are small and of a fixed shape, so they are written straight into bytes.
public struct JSONText: Sendable {
  /// The text so far.
  public private(set) var bytes: [UInt8] = []

  /// Starts an empty text.
  public init() {}

  /// Appends `json` as it is. It must be JSON, or a piece of it.
  public mutating func raw(_ json: StaticString) {
    json.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends JSON that is already bytes.
  mutating func raw(_ json: [UInt8]) {
    bytes += json
  }

  /// Appends a number.
  public mutating func number(_ value: Int) {
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Appends `value` as a JSON string, quotes included.
  public mutating func string(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 { appendEscaped(byte) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x00..<0x20, 0x7F:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default:
      bytes.append(byte)
    }
  }
}
