/// How long an upstream may be silent, in seconds.
public struct Timeouts: Sendable, Equatable {
  /// `timeout`: until an answer begins, and then between two pieces of it.
  public var silence: Double?
  /// `stream_timeout`: until a streamed answer begins, in place of ``silence``.
  public var streamStart: Double?

  /// None of its own.
  public init() {}
}
