/// Cuts a stream of server-sent events into events, whatever pieces it arrives in.
struct EventStreamParser: Sendable {
  /// What a piece held.
  enum Item: Sendable, Equatable {
    /// The `data` of an event, its lines joined. The `event` line is not needed: in each format that has one, the data
    /// names its type as well.
    case data([UInt8])
    /// A comment, which some providers send to keep the connection.
    case comment
  }

  /// An event of more bytes is no model's.
  static let maximumEventBytes = 64 << 20

  private var line: [UInt8] = []
  private var data: [UInt8]?
  private var followsReturn = false

  /// Whether an event has outgrown all bounds; nothing is read any more.
  private(set) var isOverfull = false

  /// Appends what `bytes` completes to `items`.
  mutating func read(_ bytes: Span<UInt8>, into items: inout [Item]) {
    var start = 0
    var index = 0
    while index < bytes.count, !isOverfull {
      let byte = bytes[index]
      if followsReturn {
        followsReturn = false
        // The second byte of a line end that began with a carriage return.
        if byte == UInt8(ascii: "\n") {
          index += 1
          start = index
          continue
        }
      }
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
        index += 1
        continue
      }
      append(bytes.extracting(start..<index))
      endLine(&items)
      followsReturn = byte == UInt8(ascii: "\r")
      index += 1
      start = index
    }
    if start < bytes.count, !isOverfull { append(bytes.extracting(start..<bytes.count)) }
  }

  /// The stream is at its end: an event whose lines are whole counts without the empty line behind it.
  mutating func finish(_ items: inout [Item]) {
    if line.isEmpty, let data, !data.isEmpty { items.append(.data(data)) }
    data = nil
    line = []
  }

  private mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { line.append(contentsOf: $0) }
    if line.count + (data?.count ?? 0) > Self.maximumEventBytes {
      isOverfull = true
      line = []
      data = nil
    }
  }

  private mutating func endLine(_ items: inout [Item]) {
    defer { line.removeAll(keepingCapacity: true) }
    if line.isEmpty {
      // An event without data keeps the connection and says nothing.
      if let data { items.append(data.isEmpty ? .comment : .data(data)) }
      data = nil
      return
    }
    if line[0] == UInt8(ascii: ":") { return items.append(.comment) }
    guard line.starts(with: "data".utf8) else { return }
    var start = 4
    if start < line.count {
      guard line[start] == UInt8(ascii: ":") else { return }
      start += 1
      if start < line.count, line[start] == UInt8(ascii: " ") { start += 1 }
    }
    if data == nil { data = [] } else { data?.append(UInt8(ascii: "\n")) }
    data?.append(contentsOf: line[start...])
  }
}
