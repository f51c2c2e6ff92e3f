#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The machine itself.
public struct RealSystem: System {
  /// No configuration file is larger, and a device that never ends must not fill the memory.
  private static let sizeLimit = 64 << 20

  /// The machine.
  public init() {}

  /// Reads a file; a device or a pipe is read to its end.
  public func read(_ path: String) throws(SystemError) -> FileState? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .failed(.read, path, code: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .failed(.read, path, code: errno) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = buffer.withUnsafeMutableBytes { readSome(descriptor, into: $0) }
      guard count >= 0 else { throw .failed(.read, path, code: errno) }
      guard count > 0 else { break }
      bytes += buffer[..<count]
      guard bytes.count <= Self.sizeLimit else { throw .tooLarge(path, limit: Self.sizeLimit) }
    }
    return FileState(bytes: bytes, mode: UInt32(status.st_mode) & 0o7777)
  }

  /// Writes beside the file, flushes, and renames.
  public func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(SystemError) {
    try AtomicWrite(path: path, mode: mode).perform(bytes)
  }
}
