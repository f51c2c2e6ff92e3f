internal import Synchronization

/// A machine that remembers what was written to it.
public final class RecordingSystem: System {
  private let base: any System
  private let record = Mutex<[String]>([])

  /// Hands everything on to `base`.
  public init(_ base: any System) {
    self.base = base
  }

  /// The files that were written, in that order.
  public var written: [String] { record.withLock { $0 } }

  /// What `base` reads.
  public func read(_ path: String) throws(SystemError) -> FileState? { try base.read(path) }

  /// Lets `base` write, and remembers it if that worked.
  public func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(SystemError) {
    try base.write(bytes, to: path, mode: mode)
    record.withLock { $0.append(path) }
  }
}
