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
  public func write(_ bytes: [UInt8], to path: String, mode: UInt32) {}
}
