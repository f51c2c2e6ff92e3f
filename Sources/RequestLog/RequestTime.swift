import Glibc

/// Points in time as the table has them: UTC, to the millisecond, in the form that SQLite's own functions read, and in
/// which the order of the texts is that of the times.
public enum RequestTime {
  /// For instance `2026-11-25 09:26:54.123`.
  static func text(_ microseconds: Int64) -> String {
    var text = RequestTimeText()
    let bytes = text.bytes(microseconds)
    return bytes.span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// The present time, in microseconds since 1970.
  public static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
  }
}
