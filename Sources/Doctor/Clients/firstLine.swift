internal import Secrets

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The line of a text in which one of some secrets stands first, counted from 1; `nil` if none does.
///
/// - Parameters:
///   - bytes: the text.
///   - secrets: what to look for; none of them is empty.
/// - Returns: the number of the line.
func firstLine(of bytes: [UInt8], holding secrets: [Secret]) -> Int? {
  let places = secrets.compactMap { place(of: Array($0.exposed.utf8), in: bytes) }
  return places.min().map { place in bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1 }
}

/// Where a part of a text begins; `nil` if it is not there. The system's own search for a byte is fast also on a large
/// file.
private func place(of part: [UInt8], in bytes: [UInt8]) -> Int? {
  bytes.withUnsafeBytes { text -> Int? in
    guard let start = text.baseAddress, let first = part.first else { return nil }
    var at = 0
    while at + part.count <= text.count,
      let found = memchr(start + at, Int32(first), text.count - part.count + 1 - at)
    {
      at = UnsafeRawPointer(found) - start
      if memcmp(found, part, part.count) == 0 { return at }
      at += 1
    }
    return nil
  }
}
