/// The counts in the `usage` object of an answer, found by walking over its JSON piece by piece.
///
/// An object counts where the formats have it: at the top, and in the events of a stream also in `response` and
/// `message`. The word elsewhere (in a tool's arguments, in a text) is passed over, since every bracket and every quote
/// is followed.
struct UsageFields {
  private(set) var input = 0
  private(set) var output = 0
  private(set) var cachedInput = 0
  private(set) var cacheCreation = 0
  private(set) var hasAny = false

  /// The objects on the way to the counts.
  private enum Level: UInt8 {
    case none, root, envelope, usage, details
  }

  private enum Field: UInt8 {
    case none, envelope, usage, details
    case input, output, cachedInput, cacheCreation
  }

  private enum State: UInt8 {
    case structure, string, escape, key, number
  }

  private let isStreamed: Bool
  private var state = State.structure
  /// How many objects and arrays are open.
  private var depth = 0
  /// How many of them, from the outermost, are on the way; and what the innermost of those is.
  private var tracked = 0
  private var levels: (Level, Level, Level, Level) = (.none, .none, .none, .none)
  private var expectsKey = false
  private var key = KeyBytes()
  /// What the last key on the way means.
  private var field = Field.none
  private var number = 0

  init(isStreamed: Bool) {
    self.isStreamed = isStreamed
  }

  /// Another JSON text follows: the data of the next event.
  mutating func beginValue() {
    state = .structure
    depth = 0
    tracked = 0
    levels = (.none, .none, .none, .none)
    expectsKey = false
    field = .none
  }

  mutating func read(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    while index < bytes.count {
      switch state {
      case .string:
        index = bytes.endOfPlainText(from: index)
        guard index < bytes.count else { return }
        state = bytes[index] == UInt8(ascii: "\"") ? .structure : .escape
        index += 1
      case .escape:
        state = .string
        index += 1
      case .key:
        let byte = bytes[index]
        index += 1
        if byte == UInt8(ascii: "\"") {
          field = meaning()
          state = .structure
        } else {
          key.append(byte)
          // No key of ours is written with escapes; the character behind the backslash must not end it, though.
          if byte == UInt8(ascii: "\\") { state = .escape }
        }
      case .number:
        let byte = bytes[index]
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), number < 1 << 50 else {
          store()
          state = .structure
          continue
        }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
        index += 1
      case .structure:
        readStructure(bytes[index])
        index += 1
      }
    }
  }

  private mutating func readStructure(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""):
      if expectsKey, depth == tracked {
        key.clear()
        state = .key
      } else {
        state = .string
      }
    case UInt8(ascii: "{"):
      open()
    case UInt8(ascii: "["):
      depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if depth == tracked, tracked > 0 { tracked -= 1 }
      depth = max(0, depth - 1)
      expectsKey = false
    case UInt8(ascii: ","):
      if depth == tracked {
        expectsKey = true
        field = .none
      }
    case UInt8(ascii: ":"):
      if depth == tracked { expectsKey = false }
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard depth == tracked, isCount else { return }
      number = Int(byte - UInt8(ascii: "0"))
      state = .number
    default:
      break
    }
  }

  private mutating func open() {
    let next: Level =
      switch field {
      case _ where depth == 0: .root
      case .envelope: .envelope
      case .usage: .usage
      case .details: .details
      default: .none
      }
    if depth == tracked, next != .none {
      switch tracked {
      case 0: levels.0 = next
      case 1: levels.1 = next
      case 2: levels.2 = next
      default: levels.3 = next
      }
      tracked += 1
      expectsKey = true
      field = .none
    }
    depth += 1
  }

  private var level: Level {
    switch tracked {
    case 0: .none
    case 1: levels.0
    case 2: levels.1
    case 3: levels.2
    default: levels.3
    }
  }

  /// What a key stands for in the object where it is.
  private func meaning() -> Field {
    switch level {
    case .root:
      if key.matches("usage") { return .usage }
      return isStreamed && (key.matches("response") || key.matches("message")) ? .envelope : .none
    case .envelope:
      return key.matches("usage") ? .usage : .none
    case .usage:
      if key.matches("prompt_tokens") || key.matches("input_tokens") { return .input }
      if key.matches("completion_tokens") || key.matches("output_tokens") { return .output }
      if key.matches("cache_read_input_tokens") { return .cachedInput }
      if key.matches("cache_creation_input_tokens") { return .cacheCreation }
      return key.matches("prompt_tokens_details") || key.matches("input_tokens_details") ? .details : .none
    case .details:
      return key.matches("cached_tokens") ? .cachedInput : .none
    case .none:
      return .none
    }
  }

  private var isCount: Bool {
    switch field {
    case .input, .output, .cachedInput, .cacheCreation: true
    case .none, .envelope, .usage, .details: false
    }
  }

  private mutating func store() {
    switch field {
    case .input: input = number
    case .output: output = number
    case .cachedInput: cachedInput = number
    case .cacheCreation: cacheCreation = number
    case .none, .envelope, .usage, .details: return
    }
    hasAny = true
    field = .none
  }
}

/// The first bytes of a key, as many as the longest of ours has and one more.
private struct KeyBytes {
  private static let capacity = 32
  private var bytes = InlineArray<32, UInt8>(repeating: 0)
  private var count = 0

  mutating func clear() { count = 0 }

  mutating func append(_ byte: UInt8) {
    if count < Self.capacity { bytes[count] = byte }
    count += 1
  }

  func matches(_ name: StaticString) -> Bool {
    guard count == name.utf8CodeUnitCount else { return false }
    for index in 0..<count where bytes[index] != name.utf8Start[index] { return false }
    return true
  }
}

extension UnsafeRawBufferPointer {
  /// Where the first quote or backslash from `start` on stands, or the end. Looks at eight bytes at a time: the texts of
  /// an answer are most of it.
  fileprivate func endOfPlainText(from start: Int) -> Int {
    var index = start
    let quotes: UInt64 = 0x2222_2222_2222_2222
    let backslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C
    while index + 8 <= count {
      let word = loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if Self.hasZeroByte(word ^ quotes) || Self.hasZeroByte(word ^ backslashes) { break }
      index += 8
    }
    while index < count, self[index] != UInt8(ascii: "\""), self[index] != UInt8(ascii: "\\") { index += 1 }
    return index
  }

  private static func hasZeroByte(_ word: UInt64) -> Bool {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0
  }
}
