internal import Synchronization

/// A machine on which no file is changed before its content has been copied.
///
/// The first time in a run that a file is changed or removed, what it held goes to `FOLDER/PATH/TIME`, where PATH is the
/// file's own absolute path and TIME is in UTC. The newest five of each file are kept.
public final class BackupSystem: System {
  private let base: any System
  private let backups: Backups
  private let spared: [String]
  private let done = Mutex<Set<String>>([])

  /// Copies to `folder`, and hands everything on to `base`.
  ///
  /// - Parameters:
  ///   - base: the machine.
  ///   - folder: the absolute path of the folder for the copies.
  ///   - spared: the absolute paths of folders with notes of our own, which are not worth a copy.
  public convenience init(_ base: any System, folder: String, sparing spared: [String]) {
    self.init(base, Backups(folder: folder), sparing: spared)
  }

  init(_ base: any System, _ backups: Backups, sparing spared: [String]) {
    self.base = base
    self.backups = backups
    self.spared = spared
  }

  /// What `base` reads.
  public func read(_ path: String) throws(SystemError) -> FileState? { try base.read(path) }

  /// Copies the file if this is its first change, and lets `base` write.
  ///
  /// - Throws: ``SystemError``, of the operation ``SystemError/Operation/backUp`` if there could be no copy; nothing is
  ///   written then.
  public func replace(_ path: String, _ before: [UInt8]?, with after: [UInt8], mode: UInt32) throws(SystemError) {
    if let before { try backUp(path, before) }
    try base.replace(path, before, with: after, mode: mode)
    done.withLock { _ = $0.insert(path) }
  }

  /// Copies the file if this is its first change, and lets `base` remove it.
  ///
  /// - Throws: ``SystemError`` as ``replace(_:_:with:mode:)`` does.
  public func remove(_ path: String, _ before: [UInt8]) throws(SystemError) {
    try backUp(path, before)
    try base.remove(path, before)
    done.withLock { _ = $0.insert(path) }
  }

  /// Lets `base` do it: the content stays.
  public func allowReading(_ path: String) throws(SystemError) { try base.allowReading(path) }

  /// The lock of `base`.
  public func lock(_ path: String) throws(SystemError) -> FileLock { try base.lock(path) }

  /// Lets `base` sweep.
  public func sweep(beside path: String) { base.sweep(beside: path) }

  private func backUp(_ path: String, _ before: [UInt8]) throws(SystemError) {
    guard !done.withLock({ $0.contains(path) }), !spared.contains(where: { path.hasPrefix("\($0)/") }) else { return }
    guard let state = try base.read(path), state.bytes == before else { throw .changedMeanwhile(.write, path) }
    do throws(SystemError) {
      try backups.save(state, of: path, on: base)
    } catch {
      throw SystemError(.backUp, path, "\(error.path): \(error.reason)", hint: error.hint)
    }
  }
}
