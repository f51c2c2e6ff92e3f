/// What requests are put together by.
public enum UsageGrouping: String, Sendable, Codable, CaseIterable {
  /// The model as the client named it.
  case model
  /// The program that asked.
  case tool
  /// The name of the client's key.
  case key
  /// The day, by UTC.
  case day
  /// The deployment that answered.
  case deployment

  /// The expression that stands for it in SQL.
  var column: String {
    switch self {
    case .model: "model"
    case .tool: "tool"
    case .key: "client_key"
    case .day: "substr(created_at, 1, 10)"
    case .deployment: "deployment"
    }
  }

  /// What stands for an empty name.
  var nameless: String {
    switch self {
    case .key: "(master key)"
    case .tool: "(not known)"
    case .model, .day, .deployment: "(none)"
    }
  }
}
