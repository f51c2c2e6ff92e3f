import NIOCore

/// Finds the end of a body in the bytes that arrive, and the payload between the framing.
struct BodyReader {
  /// What the bytes at hand are.
  struct Progress {
    /// How many of them belong to the body, framing included.
    var consumed = 0
    /// Whether the body ends with them.
    var isComplete = false
  }

  private enum State {
    case length(remaining: Int)
    case chunkSize(digits: Int, size: Int, hasExtension: Bool, lineLength: Int)
    case chunkSizeLineFeed(size: Int)
    case chunkData(remaining: Int)
    case chunkDataEnd(hasCarriageReturn: Bool)
    /// The lines behind the last chunk; the empty one is the end.
    case trailer(lineLength: Int, total: Int)
    case trailerLineFeed(isEmptyLine: Bool, total: Int)
    case untilClose
    case complete
  }

  private static let newChunk = State.chunkSize(digits: 0, size: 0, hasExtension: false, lineLength: 0)
  private static let maximumLineLength = 1024
  private static let maximumTrailerSize = 16 << 10

  private var state: State

  init(_ framing: BodyFraming) {
    state =
      switch framing {
      case .none: .complete
      case .length(let length): .length(remaining: length)
      case .chunked: Self.newChunk
      case .untilClose: .untilClose
      }
  }

  /// Whether the body has ended.
  var isComplete: Bool {
    if case .complete = state { return true }
    return false
  }

  /// Whether the end of the connection is this body's proper end.
  var endsWithConnection: Bool {
    if case .untilClose = state { return true }
    return false
  }

  /// Reads on.
  ///
  /// - Parameters:
  ///   - bytes: what has arrived and was not consumed before.
  ///   - payload: gets the place of each piece of payload in `bytes`.
  /// - Returns: how far the body reaches.
  /// - Throws: ``HTTPFault/framing`` if the chunks are malformed.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer,
    payload: (Range<Int>) -> Void
  ) throws(HTTPFault) -> Progress {
    var position = 0
    while position < bytes.count {
      switch state {
      case .complete:
        return Progress(consumed: position, isComplete: true)
      case .untilClose:
        payload(position..<bytes.count)
        position = bytes.count
      case .length(let remaining):
        let count = min(remaining, bytes.count - position)
        payload(position..<position + count)
        position += count
        state = count == remaining ? .complete : .length(remaining: remaining - count)
      case .chunkData(let remaining):
        let count = min(remaining, bytes.count - position)
        payload(position..<position + count)
        position += count
        state = count == remaining ? .chunkDataEnd(hasCarriageReturn: false) : .chunkData(remaining: remaining - count)
      default:
        state = try afterFraming(bytes[position])
        position += 1
      }
    }
    return Progress(consumed: position, isComplete: isComplete)
  }

  /// The state after one byte between the pieces of payload.
  private func afterFraming(_ byte: UInt8) throws(HTTPFault) -> State {
    switch state {
    case .chunkSize(let digits, let size, let hasExtension, let lineLength):
      return try afterSizeByte(byte, digits, size, hasExtension, lineLength)
    case .chunkSizeLineFeed(let size):
      guard byte == 0x0A else { throw .framing }
      return size == 0 ? .trailer(lineLength: 0, total: 0) : .chunkData(remaining: size)
    case .chunkDataEnd(hasCarriageReturn: false):
      guard byte == 0x0D else { throw .framing }
      return .chunkDataEnd(hasCarriageReturn: true)
    case .chunkDataEnd(hasCarriageReturn: true):
      guard byte == 0x0A else { throw .framing }
      return Self.newChunk
    case .trailer(let lineLength, let total):
      if byte == 0x0D { return .trailerLineFeed(isEmptyLine: lineLength == 0, total: total) }
      guard byte != 0x0A, total < Self.maximumTrailerSize else { throw .framing }
      return .trailer(lineLength: lineLength + 1, total: total + 1)
    case .trailerLineFeed(let isEmptyLine, let total):
      guard byte == 0x0A else { throw .framing }
      return isEmptyLine ? .complete : .trailer(lineLength: 0, total: total)
    case .length, .chunkData, .untilClose, .complete:
      return state
    }
  }

  private func afterSizeByte(
    _ byte: UInt8,
    _ digits: Int,
    _ size: Int,
    _ hasExtension: Bool,
    _ lineLength: Int
  ) throws(HTTPFault) -> State {
    guard lineLength < Self.maximumLineLength else { throw .framing }
    if byte == 0x0D {
      guard digits > 0 else { throw .framing }
      return .chunkSizeLineFeed(size: size)
    }
    if hasExtension {
      guard byte >= 0x20 || byte == 0x09 else { throw .framing }
      return .chunkSize(digits: digits, size: size, hasExtension: true, lineLength: lineLength + 1)
    }
    let digit: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: ";"):
      guard digits > 0 else { throw .framing }
      return .chunkSize(digits: digits, size: size, hasExtension: true, lineLength: lineLength + 1)
    default: throw .framing
    }
    // Twelve digits are 256 TiB; more could only overflow.
    guard digits < 12 else { throw .framing }
    return .chunkSize(digits: digits + 1, size: size << 4 | Int(digit), hasExtension: false, lineLength: lineLength + 1)
  }
}
