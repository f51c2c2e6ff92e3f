import NIOCore

/// An answer as it is kept: a whole one of status 200, in the form in which its client got it.
struct CachedAnswer: Sendable {
  let contentType: String
  let body: ByteBuffer
  /// The deployment whose answer it was.
  let deployment: String
  /// When it was complete, in nanoseconds of a clock that does not go back.
  let storedAt: Int64

  /// How old it is, in seconds.
  func ageSeconds(at now: Int64) -> Double { Double(now - storedAt) / 1e9 }
}
