/// One part of a key, told apart by its bytes: the two ways to write `é` in Unicode are two keys.
struct TOMLKey: Sendable, Hashable {
  /// The name in UTF-8, without quotes and escapes.
  let bytes: [UInt8]

  /// The key of this name.
  init(_ name: String) {
    bytes = Array(name.utf8)
  }

  /// The key of this name in UTF-8.
  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The name.
  var name: String { String(decoding: bytes, as: UTF8.self) }

  /// The key as a document writes it: bare where that is allowed, else in double quotes.
  var text: String {
    if !bytes.isEmpty, bytes.allSatisfy(Self.isBare) { return name }
    var text = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\0"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// Whether a byte may stand in a key without quotes.
  static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
