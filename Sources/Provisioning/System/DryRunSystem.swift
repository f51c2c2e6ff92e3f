/// A machine that can be looked at and not be changed.
public struct DryRunSystem: System {
  private let base: any System

  /// Reads from `base`.
  public init(_ base: any System) {
    self.base = base
  }

  /// What `base` reads.
  public func read(_ path: String) throws(SystemError) -> FileState? { try base.read(path) }

  /// Does nothing.
  public func replace(_ path: String, _ before: [UInt8]?, with after: [UInt8], mode: UInt32) {}

  /// Does nothing.
  public func remove(_ path: String, _ before: [UInt8]) {}

  /// Does nothing.
  public func allowReading(_ path: String) {}

  /// A lock on nothing: who writes nothing is in nobody's way.
  public func lock(_ path: String) -> FileLock { FileLock(nil) }

  /// Does nothing.
  public func sweep(beside path: String) {}
}
