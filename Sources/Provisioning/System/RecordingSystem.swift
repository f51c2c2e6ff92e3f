internal import Synchronization

/// A machine that remembers what was changed on it.
public final class RecordingSystem: System {
  private let base: any System
  private let record = Mutex<(written: [String], removed: [String])>(([], []))

  /// Hands everything on to `base`.
  public init(_ base: any System) {
    self.base = base
  }

  /// The files that were written, in that order.
  public var written: [String] { record.withLock { $0.written } }

  /// The files that were removed, in that order.
  public var removed: [String] { record.withLock { $0.removed } }

  /// What `base` reads.
  public func read(_ path: String) throws(SystemError) -> FileState? { try base.read(path) }

  /// Lets `base` write, and remembers it if that worked, or failed after it was done.
  public func replace(_ path: String, _ before: [UInt8]?, with after: [UInt8], mode: UInt32) throws(SystemError) {
    do throws(SystemError) {
      try base.replace(path, before, with: after, mode: mode)
    } catch {
      if error.kind == .failed, let state = try? base.read(path), state.bytes == after {
        record.withLock { $0.written.append(path) }
      }
      throw error
    }
    record.withLock { $0.written.append(path) }
  }

  /// Lets `base` remove, and remembers it if that worked.
  public func remove(_ path: String, _ before: [UInt8]) throws(SystemError) {
    try base.remove(path, before)
    record.withLock { $0.removed.append(path) }
  }

  /// Lets `base` do it, and remembers the file as written if that worked.
  public func allowReading(_ path: String) throws(SystemError) {
    try base.allowReading(path)
    record.withLock { if !$0.written.contains(path) { $0.written.append(path) } }
  }

  /// The lock of `base`.
  public func lock(_ path: String) throws(SystemError) -> FileLock { try base.lock(path) }

  /// Lets `base` sweep.
  public func sweep(beside path: String) { base.sweep(beside: path) }
}
