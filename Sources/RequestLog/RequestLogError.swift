/// Why the log of requests cannot be used.
public enum RequestLogError: Error, Sendable, Equatable {
  /// The file is no database, or a broken one: whoever keeps the log puts it aside; with the reason.
  case damaged(file: String, reason: String)
  /// The file, or its folder, cannot be made or opened, or holds what is not ours; with the reason.
  case unusable(file: String, reason: String)

  /// Why, in a few words.
  public var reason: String {
    switch self {
    case .damaged(_, let reason), .unusable(_, let reason): reason
    }
  }
}
