#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads the end of the engine's log, and what comes after it.
public struct LogTail {
  private let files: EngineFiles
  private var position: Int64 = 0
  private var inode: UInt64 = 0

  /// Reads the log among `files`.
  public init(_ files: EngineFiles) {
    self.files = files
  }

  /// The last lines, and from then on ``next()`` gives what is new.
  ///
  /// - Parameter count: how many lines; those before the log was last set aside count as well.
  /// - Returns: the lines, or `nil` if there is no log yet.
  public mutating func lines(_ count: Int) -> [UInt8]? {
    guard let present = readAll(files.log, from: 0) else { return nil }
    (position, inode) = (Int64(present.bytes.count), present.inode)
    let missing = count - present.bytes.count { $0 == UInt8(ascii: "\n") }
    guard missing > 0, let older = readAll(files.olderLog, from: 0) else { return Self.last(count, of: present.bytes) }
    return Self.last(missing, of: older.bytes) + present.bytes
  }

  /// What has been written since; empty if nothing has.
  public mutating func next() -> [UInt8] {
    var state = stat()
    guard stat(files.log, &state) == 0 else { return [] }
    // It was set aside, or taken away and begun anew.
    if UInt64(state.st_ino) != inode || Int64(state.st_size) < position { position = 0 }
    inode = UInt64(state.st_ino)
    guard Int64(state.st_size) > position, let more = readAll(files.log, from: position) else { return [] }
    position += Int64(more.bytes.count)
    return more.bytes
  }

  /// The last lines of a text.
  static func last(_ count: Int, of bytes: [UInt8]) -> [UInt8] {
    guard count > 0 else { return [] }
    var start = bytes.count
    var found = 0
    while start > 0 {
      // The end of the last line begins no further one.
      if bytes[start - 1] == UInt8(ascii: "\n"), start < bytes.count {
        found += 1
        if found == count { break }
      }
      start -= 1
    }
    return Array(bytes[start...])
  }

  private func readAll(_ path: String, from position: Int64) -> (bytes: [UInt8], inode: UInt64)? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var state = stat()
    guard fstat(descriptor, &state) == 0 else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = pread(descriptor, &buffer, buffer.count, off_t(position) + off_t(bytes.count))
      guard count > 0 else { return (bytes, UInt64(state.st_ino)) }
      bytes += buffer[..<count]
    }
  }
}
