/// A file as it was read.
public struct FileState: Sendable, Equatable {
  /// The content.
  public var bytes: [UInt8]
  /// The permission bits.
  public var mode: UInt32

  /// Pairs the two.
  public init(bytes: [UInt8], mode: UInt32) {
    self.bytes = bytes
    self.mode = mode
  }
}
