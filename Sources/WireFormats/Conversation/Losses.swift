/// The names of fields that a translation leaves out, for the answer's header.
struct Losses: Sendable, Equatable {
  /// A header is no place for a list without end.
  private static let maximumCount = 24
  private static let maximumLength = 64

  private(set) var names: [String] = []

  /// Notes that `name` was left out. Only the first few dozen are kept, each once.
  mutating func add(_ name: String) {
    guard names.count < Self.maximumCount else { return }
    let name = Self.headerSafe(name)
    if !names.contains(name) { names.append(name) }
  }

  mutating func add(_ name: String, if isLost: Bool) {
    if isLost { add(name) }
  }

  /// Field names are the client's text, and a header takes neither controls nor commas in them.
  private static func headerSafe(_ name: String) -> String {
    var bytes: [UInt8] = []
    for byte in name.utf8.prefix(maximumLength) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
        bytes.append(byte)
      default: bytes.append(UInt8(ascii: "?"))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
