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

  private let options: WriteOptions

  /// The machine.
  public init() { self.init(WriteOptions()) }

  init(_ options: WriteOptions) { self.options = options }

  /// Reads a file; a device or a pipe is read to its end.
  public func read(_ path: String) throws(SystemError) -> FileState? {
    // Nobody may ever write into a pipe that lies about as a file; one that a shell hands over has a writer. Opening it
    // without waiting is no way out: a file that is being exchanged has to be waited for.
    var kind = stat()
    if stat(path, &kind) == 0, kind.st_mode & S_IFMT == S_IFIFO, !path.hasPrefix("/dev/fd/"), !path.hasPrefix("/proc/")
    {
      throw SystemError(.read, path, "not a regular file", hint: "move it away, and run the command again")
    }
    guard let descriptor = Descriptor(open(path, O_RDONLY | O_CLOEXEC)) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .failed(.read, path, code: errno)
    }
    var status = stat()
    guard fstat(descriptor.number, &status) == 0, let bytes = readAll(descriptor.number, limit: Self.sizeLimit) else {
      throw .failed(.read, path, code: errno)
    }
    guard bytes.count <= Self.sizeLimit else { throw .tooLarge(path, limit: Self.sizeLimit) }
    return FileState(bytes: bytes, mode: UInt32(status.st_mode) & 0o7777)
  }

  /// Writes beside the file, flushes, and exchanges the two.
  ///
  /// A file with a second name (a hard link) is refused: the other name would go on showing the old content.
  public func replace(_ path: String, _ before: [UInt8]?, with after: [UInt8], mode: UInt32) throws(SystemError) {
    try Replacement(path: path, before: before, after: after, mode: mode, options: options).perform()
  }

  /// Takes the file out of its folder, and removes it once it has turned out to be the right one.
  public func remove(_ path: String, _ before: [UInt8]) throws(SystemError) {
    try Removal(path: path, before: before, options: options).perform()
  }

  /// Adds the permission to read to the file's mode.
  public func allowReading(_ path: String) throws(SystemError) {
    var status = stat()
    guard stat(path, &status) == 0, chmod(path, status.st_mode & 0o7777 | 0o444) == 0 else {
      throw .failed(.share, path, code: errno)
    }
  }

  /// Waits up to ten seconds for another run. The error then names its process.
  public func lock(_ path: String) throws(SystemError) -> FileLock {
    try FileLock.acquire(path, patience: options.patience)
  }

  /// Removes the files beside `path` that have a name of ours, unless somebody is writing in that folder.
  public func sweep(beside path: String) {
    guard let place = try? FilePlace(path, for: .write, makesFolders: false) else { return }
    TemporaryFile.sweep(place)
  }
}
