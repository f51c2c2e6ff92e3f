#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The system's words for the error number `code`.
func errorText(_ code: Int32) -> String {
  String(cString: strerror(code))
}

/// `read(2)`, begun anew when a signal interrupts it.
func readSome(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
  while true {
    let count = read(descriptor, buffer.baseAddress, buffer.count)
    guard count < 0, errno == EINTR else { return count }
  }
}

/// `write(2)`, begun anew when a signal interrupts it.
func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  while true {
    let count = write(descriptor, bytes.baseAddress, bytes.count)
    guard count < 0, errno == EINTR else { return count }
  }
}

/// Writes all of `bytes` at the start of a file.
///
/// - Returns: 0, or the error number.
func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
  var done = 0
  while done < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in
      pwrite(
        descriptor,
        UnsafeRawBufferPointer(rebasing: buffer[done...]).baseAddress,
        buffer.count - done,
        off_t(done)
      )
    }
    if count > 0 {
      done += count
    } else if count == 0 {
      return EIO
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}

/// `close(2)`.
///
/// - Returns: 0, or the error number of what the system only finds out now, such as a full disk of another machine.
@discardableResult
func closeFile(_ descriptor: Int32) -> Int32 {
  // Whether an interrupted call has closed the file differs between systems; on Linux it has.
  close(descriptor) == 0 || errno == EINTR ? 0 : errno
}

/// `fsync(2)`, begun anew when a signal interrupts it.
///
/// - Returns: 0, or the error number.
func flush(_ descriptor: Int32) -> Int32 {
  while fsync(descriptor) != 0 {
    guard errno == EINTR else { return errno }
  }
  return 0
}

/// Everything that is left to read, up to `limit` bytes.
///
/// - Returns: `nil` if reading failed; `errno` says why.
func readAll(_ descriptor: Int32, limit: Int = .max) -> [UInt8]? {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  while bytes.count <= limit {
    let count = buffer.withUnsafeMutableBytes { readSome(descriptor, into: $0) }
    guard count >= 0 else { return nil }
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  return bytes
}

/// The names in a folder, without `.` and `..`; none if it cannot be read.
func entries(of folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// Whether a file system cannot do what was asked of it, as the error number `code` says.
func isUnsupported(_ code: Int32) -> Bool {
  code == EINVAL || code == ENOSYS || code == ENOTSUP || code == EOPNOTSUPP
}
