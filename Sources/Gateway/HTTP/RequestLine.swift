import NIOCore

/// A request's first line: method, target, version.
struct RequestLine {
  let method: Range<Int>
  let target: Range<Int>
  /// The target up to its question mark.
  let path: Range<Int>
  /// What stands behind that, perhaps nothing.
  let query: Range<Int>
  let isHTTP10: Bool

  /// Takes a head's first line apart.
  ///
  /// - Throws: ``HTTPFault/startLine`` if it is not one of HTTP/1.0 or HTTP/1.1, with single spaces between its parts and
  ///   printable ASCII in them.
  init(_ head: MessageHead) throws(HTTPFault) {
    let line = head.startLine
    let version = " HTTP/1.x".utf8.count
    guard line.count > version + 2 else { throw .startLine }
    let found = head.bytes.withUnsafeReadableBytes { bytes -> (space: Int, pathEnd: Int, minor: UInt8)? in
      let versionStart = line.upperBound - version
      let prefix = UnsafeRawBufferPointer(rebasing: bytes[versionStart..<line.upperBound - 1])
      let minor = bytes[line.upperBound - 1]
      guard prefix.matches(" HTTP/1."), minor == UInt8(ascii: "0") || minor == UInt8(ascii: "1") else {
        return nil
      }
      var space: Int?
      var questionMark: Int?
      for index in line.lowerBound..<versionStart {
        let byte = bytes[index]
        if byte == UInt8(ascii: " ") {
          guard space == nil else { return nil }
          space = index
        } else if byte <= 0x20 || byte >= 0x7F {
          return nil
        } else if byte == UInt8(ascii: "?"), space != nil, questionMark == nil {
          questionMark = index
        }
      }
      guard let space, space > line.lowerBound, space + 1 < versionStart else { return nil }
      return (space, questionMark ?? versionStart, minor)
    }
    guard let found else { throw .startLine }
    method = line.lowerBound..<found.space
    target = found.space + 1..<line.upperBound - version
    path = target.lowerBound..<found.pathEnd
    query = min(found.pathEnd + 1, target.upperBound)..<target.upperBound
    isHTTP10 = found.minor == UInt8(ascii: "0")
  }
}
