#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One file replaced in a way that leaves either the old or the new content, also after a crash.
struct AtomicWrite {
  /// The file as the caller named it.
  let path: String
  /// The permission bits, if the file does not exist yet.
  let mode: UInt32

  func perform(_ bytes: [UInt8]) throws(SystemError) {
    let target = try resolved(path)
    let folder = String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)])
    try makeFolder(folder)

    var existing = stat()
    let exists = stat(target, &existing) == 0
    if exists, existing.st_mode & S_IFMT != S_IFREG { throw .notRegular(path) }

    // The folder is the same, so that the rename stays within one file system.
    var template = Array("\(target).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure() }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(SystemError) {
      defer { close(descriptor) }
      // Only root may give a file away; for everybody else the owner is the same already.
      if exists { _ = fchown(descriptor, existing.st_uid, existing.st_gid) }
      guard fchmod(descriptor, exists ? existing.st_mode & 0o7777 : mode_t(mode)) == 0 else { throw failure() }
      try write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw failure() }
      guard rename(temporary, target) == 0 else { throw failure() }
    } catch {
      unlink(temporary)
      throw error
    }
    flushFolder(folder)
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { writeSome(descriptor, $0) }
      guard count > 0 else { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  /// Makes `folder` and those above it; only their owner can look into new ones.
  private func makeFolder(_ folder: String) throws(SystemError) {
    guard !folder.isEmpty, access(folder, F_OK) != 0 else { return }
    try makeFolder(String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]))
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure() }
  }

  /// Makes the rename itself last. A file system that cannot do that is no reason to fail: the content is safe.
  private func flushFolder(_ folder: String) {
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// The file that `path` leads to, if it is there.
  private func resolved(_ path: String) throws(SystemError) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    var link = stat()
    if lstat(path, &link) == 0, link.st_mode & S_IFMT == S_IFLNK { throw .danglingLink(path) }
    return path
  }

  private func failure() -> SystemError { .failed(.write, path, code: errno) }
}
