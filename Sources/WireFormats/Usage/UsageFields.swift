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
        switch bytes[index] {
        case UInt8(ascii: "\""): state = .structure
        case UInt8(ascii: "\\"): state = .escape
        default: break
        }
        index += 1
      case .escape:
        state = .string
        index += 1
      case .key:
        let end = bytes.endOfPlainText(from: index)
        let piece = UnsafeRawBufferPointer(rebasing: bytes[index..<end])
        guard end < bytes.count else {
          key.append(piece)
          return
        }
        switch bytes[end] {
        case UInt8(ascii: "\""):
          field = meaning(of: piece)
          state = .structure
        // No key of ours is written with escapes; the character behind the backslash must not end it, though.
        case UInt8(ascii: "\\"): state = .escape
        default: key.append(UnsafeRawBufferPointer(rebasing: bytes[index...end]))
        }
        index = end + 1
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
        repeat {
          readStructure(bytes[index])
          index += 1
        } while state == .structure && index < bytes.count
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

  /// What a key stands for in the object where it is, `piece` being its end, and as a rule all of it.
  private mutating func meaning(of piece: UnsafeRawBufferPointer) -> Field {
    guard !key.isEmpty else { return Self.meaning(of: piece, at: level, isStreamed: isStreamed) }
    key.append(piece)
    return key.withBytes { Self.meaning(of: $0, at: level, isStreamed: isStreamed) }
  }

  private static func meaning(of key: UnsafeRawBufferPointer, at level: Level, isStreamed: Bool) -> Field {
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

  /// No model takes or gives so many tokens: what claims to have is bounded, so that sums of such counts stay numbers.
  private static let maximum = 1 << 40

  private mutating func store() {
    number = min(number, Self.maximum)
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

/// The beginning of a key whose end has not come yet: as many bytes as the longest of ours has, and some more.
private struct KeyBytes {
  private static let capacity = 32
  private var bytes = InlineArray<32, UInt8>(repeating: 0)
  private var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func clear() { count = 0 }

  mutating func append(_ piece: UnsafeRawBufferPointer) {
    for byte in piece.prefix(Self.capacity - count) {
      bytes[count] = byte
      count += 1
    }
  }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.span.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func matches(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }
}
