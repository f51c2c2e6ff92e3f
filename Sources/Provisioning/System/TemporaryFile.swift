internal import CFileSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A new file beside another, under a name of our own.
struct TemporaryFile: ~Copyable {
  let name: String
  let identity: FileIdentity
  let descriptor: Descriptor

  /// Makes an empty one that its owner alone can read.
  init(beside place: borrowing FilePlace) throws(SystemError) {
    while true {
      let name = Self.newName()
      let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      guard let descriptor = Descriptor(openat(place.folder.number, name, flags, 0o600)) else {
        if errno == EEXIST { continue }
        throw place.failure()
      }
      var status = stat()
      guard fstat(descriptor.number, &status) == 0 else {
        let code = errno
        place.unlink(name)
        throw place.failure(code)
      }
      self.name = name
      identity = FileIdentity(status)
      self.descriptor = descriptor
      return
    }
  }

  /// Writes the content, with the mode of a new file.
  func fill(_ bytes: [UInt8], mode: UInt32, _ place: borrowing FilePlace) throws(SystemError) {
    guard fchmod(descriptor.number, mode_t(mode)) == 0 else { throw place.failure() }
    try write(bytes, place)
  }

  /// Writes the content, with everything else as at `old`.
  func fill(_ bytes: [UInt8], like old: borrowing OpenFile, _ place: borrowing FilePlace) throws(SystemError) {
    var own = stat()
    guard fstat(descriptor.number, &own) == 0 else { throw place.failure() }
    if own.st_uid != old.status.st_uid || own.st_gid != old.status.st_gid {
      guard fchown(descriptor.number, old.status.st_uid, old.status.st_gid) == 0 else {
        throw SystemError(
          place.operation,
          place.path,
          "it belongs to another user or group, which could not be kept (\(errorText(errno)))",
          hint: "run the command as the owner of the file, or give the file to yourself with chown"
        )
      }
    }
    let code = cfs_copy_attributes(old.descriptor.number, descriptor.number)
    guard code == 0 else { throw place.failure(code) }
    guard fchmod(descriptor.number, old.status.st_mode & 0o7777) == 0 else { throw place.failure() }
    try write(bytes, place)
  }

  /// Whether the content is `bytes`.
  func holds(_ bytes: [UInt8]) -> Bool {
    lseek(descriptor.number, 0, SEEK_SET) == 0 && readAll(descriptor.number) == bytes
  }

  /// Gives the file, which is about to be removed, a content for those who have opened it already.
  func overwrite(_ bytes: [UInt8]) {
    guard ftruncate(descriptor.number, 0) == 0 else { return }
    _ = writeAll(descriptor.number, bytes)
  }

  private func write(_ bytes: [UInt8], _ place: borrowing FilePlace) throws(SystemError) {
    var code = writeAll(descriptor.number, bytes)
    guard code == 0 else { throw place.failure(code) }
    code = flush(descriptor.number)
    guard code == 0 || isUnsupported(code) else { throw place.failure(code) }
  }
}

extension TemporaryFile {
  private static let prefix = ".agentproxy-setup."
  private static let suffix = ".tmp"
  private static let digits = 16

  static func newName() -> String {
    let number = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return prefix + String(repeating: "0", count: digits - number.count) + number + suffix
  }

  private static func isOurs(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
    let middle = name.utf8.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
    return middle.count == digits && middle.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }

  /// Removes the files that a run which was killed left in a folder, unless a run that lives is writing there.
  static func sweep(_ place: borrowing FilePlace) {
    let names = entries(of: place.folderPath).filter(isOurs)
    guard !names.isEmpty, flock(place.folder.number, LOCK_EX | LOCK_NB) == 0 else { return }
    names.forEach { place.unlink($0) }
  }
}
