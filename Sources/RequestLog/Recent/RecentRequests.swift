/// The last requests, as they are shown and handed on.
public struct RecentRequests: Sendable, Equatable {
  /// The newest first.
  public var requests: [RecentRequest]

  /// Gathers them.
  public init(_ requests: [RecentRequest] = []) { self.requests = requests }

  /// The first so many of them.
  public func first(_ count: Int) -> RecentRequests { RecentRequests(Array(requests.prefix(count))) }
}

extension RecentRequests: Codable {
  private enum Key: String, CodingKey {
    case schemaVersion, requests
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    requests = try decoder.container(keyedBy: Key.self).decode([RecentRequest].self, forKey: .requests)
  }

  /// The requests as they are printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // Grows when a field changes its meaning.
    try container.encode(1, forKey: .schemaVersion)
    try container.encode(requests, forKey: .requests)
  }
}
