/// What starting an engine came to.
public enum Ascent: Sendable, Equatable {
  /// It is up, and was before.
  case alreadyUp
  /// It was started.
  case started
  /// It was up, and was started anew for this reason.
  case restarted(String)
  /// It is not up, and was not before.
  case down
}
