#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A folder for a moment, that only its owner can look into.
struct TemporaryFolder {
  /// The absolute path.
  let path: String

  /// Makes one where the system wants such folders, `TMPDIR` or `/tmp`; `nil` if that cannot be.
  init?() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var template = Array("\(parent.hasPrefix("/") ? parent : "/tmp")/agentproxy-setup.XXXXXX".utf8CString)
    // Makes the folder with mode 0700.
    guard let made = mkdtemp(&template) else { return nil }
    path = String(cString: made)
  }

  /// Writes a file that does not exist yet.
  ///
  /// - Returns: whether all of it was written.
  func write(_ bytes: [UInt8], as name: String) -> Bool {
    let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { closeFile(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { writeSome(descriptor, $0) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Removes the folder with its files.
  func remove() {
    for name in entries(of: path) { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
