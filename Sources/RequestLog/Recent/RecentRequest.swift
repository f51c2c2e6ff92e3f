/// One of the last requests, in the few words that a screen has room for.
public struct RecentRequest: Sendable, Equatable, Codable {
  /// When it came, by UTC.
  public let createdAt: String
  /// The program that asked.
  public let tool: String
  /// The model as the client named it.
  public let model: String
  /// The status of the answer.
  public let status: Int
  /// From the head's arrival to the answer's end.
  public let latencyMilliseconds: Double
  /// The tokens of the request, where the provider said.
  public let inputTokens: Int?
  /// The tokens of the answer.
  public let outputTokens: Int?
  /// Whether it tells how the model's own provider is: that was asked, and no cache or other model answered in its place.
  public let isFromProvider: Bool
  /// What went wrong; empty where nothing did.
  public let error: String

  /// Gathers the parts.
  public init(
    createdAt: String,
    tool: String,
    model: String,
    status: Int,
    latencyMilliseconds: Double,
    inputTokens: Int? = nil,
    outputTokens: Int? = nil,
    isFromProvider: Bool = true,
    error: String = ""
  ) {
    self.createdAt = createdAt
    self.tool = tool
    self.model = model
    self.status = status
    self.latencyMilliseconds = latencyMilliseconds
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.isFromProvider = isFromProvider
    self.error = error
  }

  /// The same of a whole record.
  public init(_ record: RequestRecord) {
    self.init(
      createdAt: RequestTime.text(record.createdMicroseconds),
      tool: record.tool,
      model: record.model,
      status: record.status,
      latencyMilliseconds: Double(record.latencyMicroseconds) / 1000,
      inputTokens: record.inputTokens,
      outputTokens: record.outputTokens,
      isFromProvider: record.tries > 0 && record.fallbacks == 0 && !record.isCacheHit,
      error: record.error
    )
  }

  /// How long ago it came.
  ///
  /// - Parameter seconds: the present time, in seconds since 1970.
  /// - Returns: in seconds.
  public func ageSeconds(at seconds: Int64) -> Int {
    RequestTime.seconds(createdAt).map { max(0, Int(seconds) - $0) } ?? 0
  }
}
