/// Why the log of requests cannot be used.
public enum RequestLogError: Error, Sendable, Equatable {
  /// The file, or its folder, cannot be made or opened; with the reason.
  case unusable(file: String, reason: String)
}
