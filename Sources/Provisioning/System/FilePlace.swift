#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where a file really is, all symbolic links followed: a name in a folder that is held open.
struct FilePlace: ~Copyable {
  /// What the file is opened for; for the messages.
  let operation: SystemError.Operation
  /// The file as the caller named it.
  let path: String
  /// The folder's path.
  let folderPath: String
  let folder: Descriptor
  let name: String

  /// Finds the file at `path`.
  ///
  /// - Parameters:
  ///   - path: an absolute path.
  ///   - operation: what for.
  ///   - makesFolders: whether missing folders are made; new ones are their owner's alone.
  /// - Throws: ``SystemError``; for a missing folder that it was changed meanwhile.
  init(
    _ path: String,
    for operation: SystemError.Operation,
    makesFolders: Bool
  ) throws(SystemError) {
    let target = try resolved(path, operation)
    let slash = target.lastIndex(of: "/") ?? target.startIndex
    let folderPath = slash == target.startIndex ? "/" : String(target[..<slash])
    if makesFolders { try makeFolder(folderPath, for: path, operation) }
    guard let folder = Descriptor(open(folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else {
      throw errno == ENOENT && !makesFolders
        ? .changedMeanwhile(operation, path) : .failed(operation, path, code: errno)
    }
    self.operation = operation
    self.path = path
    self.folderPath = folderPath
    self.folder = folder
    name = String(target[slash...].dropFirst())
  }

  /// The call failed with the error number `code`.
  func failure(_ code: Int32 = errno) -> SystemError { .failed(operation, path, code: code) }

  /// Another program was here.
  var changedMeanwhile: SystemError { .changedMeanwhile(operation, path) }

  /// Opens the regular file with this name in the folder.
  ///
  /// - Returns: `nil` if there is nothing.
  /// - Throws: ``SystemError`` if there is something else, or it cannot be read.
  func file(named name: String) throws(SystemError) -> OpenFile? {
    var status = stat()
    guard fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return nil }
      throw failure()
    }
    // Opening a device or a pipe can do something, or wait.
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(operation, path) }
    let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC
    var number = openat(folder.number, name, flags | O_NONBLOCK)
    // A regular file is held back for a moment at most, by a run of this program.
    if number < 0, errno == EWOULDBLOCK { number = openat(folder.number, name, flags) }
    guard let descriptor = Descriptor(number) else {
      if errno == ENOENT { return nil }
      throw failure()
    }
    guard fstat(descriptor.number, &status) == 0, let bytes = readAll(descriptor.number) else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(operation, path) }
    return OpenFile(descriptor: descriptor, status: status, bytes: bytes)
  }

  /// Removes an entry of the folder.
  func unlink(_ name: String) {
    unlinkat(folder.number, name, 0)
  }

  /// Keeps other runs from taking our temporary files for leftovers, until the folder is closed.
  ///
  /// Where a folder cannot be locked, nothing is swept either.
  func keepFromSweeping() {
    while flock(folder.number, LOCK_SH) != 0, errno == EINTR {}
  }

  /// Makes a rename last, should the machine lose its power.
  ///
  /// A file system that cannot do that is no reason to fail.
  func flushFolder() throws(SystemError) {
    let code = flush(folder.number)
    guard code == 0 || isUnsupported(code) else {
      throw SystemError(
        operation,
        path,
        "\(errorText(code)), after it was done",
        hint: "it may be undone by a power failure; run the command again"
      )
    }
  }
}

/// The file that `path` leads to, be it there or not.
private func resolved(_ path: String, _ operation: SystemError.Operation) throws(SystemError) -> String {
  if let real = realpath(path, nil) {
    defer { free(real) }
    return String(cString: real)
  }
  guard errno == ENOENT || errno == ENOTDIR else { throw .failed(operation, path, code: errno) }
  if isLink(path) { throw .danglingLink(operation, path) }
  return path
}

/// Makes `folder` and those above it; only their owner can look into new ones.
private func makeFolder(
  _ folder: String,
  for path: String,
  _ operation: SystemError.Operation
) throws(SystemError) {
  var status = stat()
  if stat(folder, &status) == 0 { return }
  guard errno == ENOENT else { throw .failed(operation, path, code: errno) }
  if isLink(folder) { throw .danglingLink(operation, folder) }
  let slash = folder.lastIndex(of: "/") ?? folder.startIndex
  let parent = slash == folder.startIndex ? "/" : String(folder[..<slash])
  try makeFolder(parent, for: path, operation)
  guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .failed(operation, folder, code: errno) }
  guard let descriptor = Descriptor(open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return }
  let code = flush(descriptor.number)
  guard code == 0 || isUnsupported(code) else { throw .failed(operation, folder, code: code) }
}

private func isLink(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

/// Whether there is a symbolic link at `path` that leads to nothing.
func isDanglingLink(_ path: String) -> Bool {
  var status = stat()
  return isLink(path) && stat(path, &status) != 0 && errno == ENOENT
}
