internal import Diagnostics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Keeps the supervisor's record where the commands look for it, for without it none of them could end the gateway.
///
/// It goes by the folder itself, not by its name: the record stays right in a clone that is moved.
final class RecordKeeper {
  /// What has become of the record.
  enum State: Equatable {
    /// It is in its place, or has moved with the clone.
    case kept
    /// Somebody took it away.
    case gone
    /// It is another supervisor's.
    case taken
  }

  private let files: EngineFiles
  private var lock: EngineLock
  private var folder: Int32
  private var written: FileIdentity?

  /// Keeps the record of the one who has the lock.
  init(_ files: EngineFiles, _ lock: EngineLock) throws(Failure) {
    self.files = files
    self.lock = lock
    folder = try Self.openFolder(files)
  }

  deinit {
    close(folder)
    lock.release()
  }

  private static func openFolder(_ files: EngineFiles) throws(Failure) -> Int32 {
    let code = makeFolder(files.folder)
    guard code == 0 else { throw failure(files, code) }
    let folder = open(files.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure(files, errno) }
    return folder
  }

  private static func failure(_ files: EngineFiles, _ error: Int32) -> Failure {
    Failure(
      .unavailable,
      id: "engine.record",
      "it cannot be written, and without it no command would find the gateway: \(String(cString: strerror(error)))",
      hint: fileRemedy(error),
      file: files.record
    )
  }

  /// Puts a record into the place of the one before, in one step.
  ///
  /// - Throws: `Failure` if that is not possible.
  func write(_ record: EngineRecord) throws(Failure) {
    let next = EngineFiles.recordName + ".new"
    let descriptor = openat(folder, next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure(files, errno) }
    defer { close(descriptor) }
    let bytes = record.encoded
    guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count,
      renameat(folder, next, folder, EngineFiles.recordName) == 0
    else {
      let error = errno
      unlinkat(folder, next, 0)
      throw Self.failure(files, error)
    }
    written = FileIdentity(EngineFiles.recordName, in: folder)
  }

  /// Takes the record away, if it is the one that was written here.
  func remove() {
    if isKept { unlinkat(folder, EngineFiles.recordName, 0) }
  }

  private var isKept: Bool { written != nil && FileIdentity(EngineFiles.recordName, in: folder) == written }

  /// What has become of the record that was written last.
  func state() -> State {
    if isKept { return .kept }
    guard let other = EngineRecord.read(files), other.isSupervised else { return .gone }
    return other.supervisor == ProcessIdentity.current ? .gone : .taken
  }

  /// Whether the lock's file is in its place: whoever takes away the record alone leaves it there.
  var hasLock: Bool { lock.isHeld(at: files.supervisorLock) }

  /// Makes the folder again, and takes the supervisor's lock in it.
  ///
  /// - Returns: whether no other supervisor has it.
  /// - Throws: `Failure` if it cannot be made.
  func begin() async throws(Failure) -> Bool {
    let folder = try Self.openFolder(files)
    close(self.folder)
    self.folder = folder
    guard !hasLock else { return true }
    guard let next = try await EngineLock.take(files.supervisorLock, patience: .zero) else { return false }
    lock = next
    return true
  }
}
