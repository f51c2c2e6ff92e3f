internal import Diagnostics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The file into which the gateway and its supervisor write, kept below a size.
///
/// The gateway writes into it by itself, so that it goes on when the supervisor is gone. What grows too large is copied
/// and cut, then: a line that is written at that very moment may be lost, and nothing else.
struct EngineLog: ~Copyable {
  /// Enough for some ten thousand requests.
  static let standardLimit = 8 << 20

  let descriptor: Int32
  private let files: EngineFiles
  private let limit: Int

  /// Opens the file, and makes it if need be.
  ///
  /// - Throws: `Failure` if that is not possible.
  init(_ files: EngineFiles, limit: Int = standardLimit) throws(Failure) {
    let descriptor = open(files.log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      let code = errno
      throw Failure(
        .unavailable,
        id: "engine.log",
        "the log cannot be written: \(String(cString: strerror(code)))",
        hint: fileRemedy(code),
        file: files.log
      )
    }
    self.descriptor = descriptor
    self.files = files
    self.limit = limit
  }

  deinit { close(descriptor) }

  /// Sets the file aside if it has become too large.
  func rotateIfNeeded() {
    var state = stat()
    guard fstat(descriptor, &state) == 0, state.st_size > limit else { return }
    let next = files.olderLog + ".new"
    let copy = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard copy >= 0 else { return }
    defer { close(copy) }
    guard copyAll(to: copy), rename(next, files.olderLog) == 0 else {
      unlink(next)
      return
    }
    ftruncate(descriptor, 0)
  }

  private func copyAll(to copy: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    var position: off_t = 0
    while true {
      let count = pread(descriptor, &buffer, buffer.count, position)
      guard count >= 0 else { return false }
      guard count > 0 else { return true }
      guard pwrite(copy, &buffer, count, position) == count else { return false }
      position += off_t(count)
    }
  }
}
