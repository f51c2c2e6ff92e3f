import NIOCore

/// An answer's first line: version, status, reason.
struct StatusLine {
  let status: Int
  let isHTTP10: Bool
  /// The reason, perhaps empty.
  let reason: Range<Int>

  /// Takes a head's first line apart.
  ///
  /// - Throws: ``HTTPFault/startLine`` if it is not one of HTTP/1.0 or HTTP/1.1.
  init(_ head: MessageHead) throws(HTTPFault) {
    let line = head.startLine
    let found = head.bytes.withUnsafeReadableBytes { bytes -> (status: Int, minor: UInt8)? in
      guard line.count >= 12 else { return nil }
      let start = line.lowerBound
      guard UnsafeRawBufferPointer(rebasing: bytes[start..<start + 7]).matches("HTTP/1.") else { return nil }
      let minor = bytes[start + 7]
      guard minor == UInt8(ascii: "0") || minor == UInt8(ascii: "1"), bytes[start + 8] == UInt8(ascii: " ") else {
        return nil
      }
      var status = 0
      for index in start + 9..<start + 12 {
        guard bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") else { return nil }
        status = status * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      }
      guard status >= 100, line.count == 12 || bytes[start + 12] == UInt8(ascii: " ") else { return nil }
      return (status, minor)
    }
    guard let found else { throw .startLine }
    status = found.status
    isHTTP10 = found.minor == UInt8(ascii: "0")
    reason = min(line.lowerBound + 13, line.upperBound)..<line.upperBound
  }
}
