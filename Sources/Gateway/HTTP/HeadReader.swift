import NIOCore

/// Takes the heads of messages off what arrives on a connection, one after another.
///
/// The places of a head's fields stand where those of the head before stood, unless somebody still holds that one.
struct HeadReader {
  /// How much of what has come was looked through in vain, so that a head in a thousand packets is not read a thousand
  /// times.
  private var searched = 0
  /// The fields of the last head.
  private var fields: [MessageHead.Field] = []

  /// Most heads have fewer fields.
  private static let usualCount = 24

  /// Takes a head from the front of `buffer`.
  ///
  /// - Parameters:
  ///   - buffer: what has come so far; the head is taken off it.
  ///   - limits: the largest head.
  /// - Returns: the head, or `nil` if it is not complete yet.
  /// - Throws: ``HTTPFault`` if it never will be an acceptable one.
  mutating func take(from buffer: inout ByteBuffer, limits: GatewayLimits) throws(HTTPFault) -> MessageHead? {
    // A client may send an empty line before a request (RFC 9112, section 2.2).
    while buffer.getInteger(at: buffer.readerIndex, as: UInt16.self) == 0x0D0A { buffer.moveReaderIndex(forwardBy: 2) }
    // The first look finds what is no HTTP at once; after that only the empty line is looked for.
    guard searched == 0 || buffer.readableBytes >= limits.maximumHeadSize || Self.hasEmptyLine(buffer, from: searched)
    else {
      searched = buffer.readableBytes
      return nil
    }
    searched = buffer.readableBytes
    fields.removeAll(keepingCapacity: true)
    fields.reserveCapacity(Self.usualCount)
    let scan = buffer.withUnsafeReadableBytes { bytes -> Result<Scan?, HTTPFault> in
      do throws(HTTPFault) {
        return .success(try Scan(bytes, &fields, limits: limits))
      } catch {
        return .failure(error)
      }
    }
    guard let scan = try scan.get(), let bytes = buffer.readSlice(length: scan.length) else { return nil }
    searched = 0
    return MessageHead(bytes: bytes, startLine: scan.startLine, fields: fields)
  }

  private static func hasEmptyLine(_ buffer: ByteBuffer, from searched: Int) -> Bool {
    buffer.withUnsafeReadableBytes { bytes in
      var index = max(0, searched - 3)
      while index + 3 < bytes.count {
        if bytes[index + 3] == 0x0A, bytes[index + 2] == 0x0D, bytes[index + 1] == 0x0A, bytes[index] == 0x0D {
          return true
        }
        index += 1
      }
      return false
    }
  }
}

extension HeadReader {
  /// Where everything stands in a complete head.
  private struct Scan {
    var startLine = 0..<0
    var length = 0

    /// Looks a head through, and appends its fields to `fields`.
    init?(
      _ bytes: UnsafeRawBufferPointer,
      _ fields: inout [MessageHead.Field],
      limits: GatewayLimits
    ) throws(HTTPFault) {
      var position = 0
      var isFirst = true
      while true {
        guard let end = try Self.lineEnd(bytes, position, limit: limits.maximumHeadSize) else { return nil }
        if isFirst {
          startLine = position..<end
          isFirst = false
        } else if end == position {
          length = end + 2
          return
        } else {
          guard fields.count < limits.maximumHeaderCount else { throw .headTooLarge }
          fields.append(try Self.field(bytes, position, end))
        }
        position = end + 2
      }
    }

    /// The end of the line that begins at `start`, or `nil` if it has not come yet. A line feed without a carriage
    /// return, or the other way round, ends nothing and is allowed nowhere.
    private static func lineEnd(
      _ bytes: UnsafeRawBufferPointer,
      _ start: Int,
      limit: Int
    ) throws(HTTPFault) -> Int? {
      var index = bytes.endOfVisibleText(from: start)
      while index < bytes.count {
        let byte = bytes[index]
        if byte == 0x0D {
          guard index < limit else { throw .headTooLarge }
          guard index + 1 < bytes.count else { return nil }
          guard bytes[index + 1] == 0x0A else { throw .field }
          return index
        }
        guard byte == 0x09 else { throw start == 0 ? .startLine : .field }
        index = bytes.endOfVisibleText(from: index + 1)
      }
      guard bytes.count < limit else { throw .headTooLarge }
      return nil
    }

    private static func field(
      _ bytes: UnsafeRawBufferPointer,
      _ start: Int,
      _ end: Int
    ) throws(HTTPFault) -> MessageHead.Field {
      var colon = start
      while colon < end, isToken(bytes[colon]) { colon += 1 }
      guard colon > start, colon < end, bytes[colon] == UInt8(ascii: ":") else { throw .field }
      var valueStart = colon + 1
      while valueStart < end, bytes[valueStart] == 0x20 || bytes[valueStart] == 0x09 { valueStart += 1 }
      var valueEnd = end
      while valueEnd > valueStart, bytes[valueEnd - 1] == 0x20 || bytes[valueEnd - 1] == 0x09 { valueEnd -= 1 }
      let name = FieldName(bytes, start..<colon)
      return MessageHead.Field(name: name, line: start..<end + 2, value: valueStart..<valueEnd)
    }

    /// The characters of a name (RFC 9110, section 5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
        UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"),
        UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
        true
      default: false
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Where the first control character from `start` on stands, or the end. Looks at eight bytes at a time.
  fileprivate func endOfVisibleText(from start: Int) -> Int {
    let highestBits: UInt64 = 0x8080_8080_8080_8080
    let deletes: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var index = start
    while index + 8 <= count {
      let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: index, as: UInt64.self))
      // Each marks the bytes that are meant by their highest bit; only bytes behind such a one can be marked wrongly.
      let controls = (word &- 0x2020_2020_2020_2020) & ~word & highestBits
      let difference = word ^ deletes
      let marks = controls | ((difference &- 0x0101_0101_0101_0101) & ~difference & highestBits)
      if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count, self[index] >= 0x20, self[index] != 0x7F { index += 1 }
    return index
  }
}
