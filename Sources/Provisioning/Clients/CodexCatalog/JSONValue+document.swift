extension JSONValue {
  /// The value as JSON: two spaces a level, the keys of each object sorted, so that equal values are equal bytes.
  var document: String { String(decoding: documentBytes, as: UTF8.self) }

  /// The same as UTF-8.
  var documentBytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, lineStart: "\n")
    return bytes
  }

  private func write(to bytes: inout [UInt8], lineStart: String) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .number(let value): bytes += String(value).utf8
    case .string(let value): Self.write(value, to: &bytes)
    case .array(let values):
      Self.write(values, between: ("[", "]"), to: &bytes, lineStart) { $0.write(to: &$1, lineStart: $2) }
    case .object(let members):
      Self.write(members.sorted { $0.key < $1.key }, between: ("{", "}"), to: &bytes, lineStart) {
        Self.write($0.key, to: &$1)
        $1 += ": ".utf8
        $0.value.write(to: &$1, lineStart: $2)
      }
    }
  }

  /// Writes the members of a container, each on a line of its own.
  private static func write<Member>(
    _ members: [Member],
    between ends: (String, String),
    to bytes: inout [UInt8],
    _ lineStart: String,
    _ writeMember: (Member, inout [UInt8], String) -> Void
  ) {
    let inner = lineStart + "  "
    bytes += ends.0.utf8
    for (index, member) in members.enumerated() {
      if index > 0 { bytes += ",".utf8 }
      bytes += inner.utf8
      writeMember(member, &bytes, inner)
    }
    if !members.isEmpty { bytes += lineStart.utf8 }
    bytes += ends.1.utf8
  }

  private static func write(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    // Most of a catalog is prose: what needs no escape is copied a stretch at a time.
    let source = Array(string.utf8)
    var rest = source[...]
    while let stop = rest.firstIndex(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      bytes += rest[..<stop]
      bytes += escape(rest[stop]).utf8
      rest = rest[(stop + 1)...]
    }
    bytes += rest
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\n"): "\\n"
    case UInt8(ascii: "\t"): "\\t"
    case UInt8(ascii: "\r"): "\\r"
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    default: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
  }
}
