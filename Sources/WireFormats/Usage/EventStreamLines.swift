import Glibc

/// Takes the `data` lines out of a stream of server-sent events that arrives in pieces.
///
/// Lines end with a line feed, with or without a carriage return before it; nobody sends the third form that the
/// specification allows, a carriage return alone.
struct EventStreamLines {
  /// What the bytes at hand are.
  enum Piece {
    /// A part of what stands behind `data:`.
    case data(UnsafeRawBufferPointer)
    /// An empty line: the event is over.
    case eventEnd
  }

  private enum State {
    /// So many bytes of `data:` have matched.
    case prefix(Int)
    case data
    /// A line of another kind; and whether nothing but a carriage return has come of it, so that it may be empty.
    case other(isEmpty: Bool)
  }

  private static let name: StaticString = "data:"
  private var state = State.prefix(0)

  /// Takes the next piece off the front of `bytes`; `nil` where the rest has none.
  mutating func next(_ bytes: inout UnsafeRawBufferPointer) -> Piece? {
    while let first = bytes.first {
      switch state {
      case .prefix(let matched):
        if first == Self.name.utf8Start[matched] {
          bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
          state = matched + 1 == Self.name.utf8CodeUnitCount ? .data : .prefix(matched + 1)
        } else if first == 0x0A {
          bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
          state = .prefix(0)
          if matched == 0 { return .eventEnd }
        } else {
          state = .other(isEmpty: matched == 0 && first == 0x0D)
        }
      case .data:
        let (line, hasEnd) = takeLine(&bytes)
        if hasEnd { state = .prefix(0) }
        return .data(line)
      case .other(let isEmpty):
        let (line, hasEnd) = takeLine(&bytes)
        let isStillEmpty = isEmpty && line.allSatisfy { $0 == 0x0D }
        state = hasEnd ? .prefix(0) : .other(isEmpty: isStillEmpty)
        if hasEnd, isStillEmpty { return .eventEnd }
      }
    }
    return nil
  }

  /// Takes what there is up to a line feed, and that too.
  private func takeLine(_ bytes: inout UnsafeRawBufferPointer) -> (line: UnsafeRawBufferPointer, hasEnd: Bool) {
    let all = bytes
    guard let start = all.baseAddress, let end = memchr(start, 0x0A, all.count) else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return (all, false)
    }
    let length = UnsafeRawPointer(end) - start
    bytes = UnsafeRawBufferPointer(rebasing: all[(length + 1)...])
    return (UnsafeRawBufferPointer(rebasing: all[..<length]), true)
  }
}
