/// What is kept of one request: a row of `request_logs`.
///
/// Never a key, and no text of a prompt or an answer, unless ``requestText`` and ``responseText`` are filled in because
/// the user asked for it.
public struct RequestRecord: Sendable, Equatable {
  /// The gateway's name for the request, as in its answers and in its other log.
  public var requestID = ""
  /// The number with which that name ends, in hexadecimal digits. Its text is made only where it is written.
  public var requestNumber: UInt64?
  /// When the request's head had arrived, in microseconds since 1970.
  public var createdMicroseconds: Int64 = 0
  /// The name of the client's key; empty for the master key.
  public var clientKey = ""
  /// The program that asked, such as `codex`, by what it says of itself.
  public var tool = ""
  /// The model as the client named it.
  public var model = ""
  /// The model as the provider knows it; empty where none was asked.
  public var servedModel = ""
  /// The deployment whose answer it is.
  public var deployment = ""
  /// The provider's address, or `mock`.
  public var upstream = ""
  /// The wire format of the client.
  public var clientFormat = ""
  /// The wire format of the provider.
  public var upstreamFormat = ""
  /// Whether the client asked for a stream.
  public var isStreamed = false
  /// The status of the answer.
  public var status = 0
  /// All tokens of the request; `nil` where the provider did not say.
  public var inputTokens: Int?
  /// The tokens of the answer.
  public var outputTokens: Int?
  /// Those of ``inputTokens`` that came from the provider's prompt cache.
  public var cachedTokens: Int?
  /// What it cost, in US dollars, by the prices in the configuration; `nil` where there are none.
  public var cost: Double?
  /// From the head's arrival to the answer's end, in microseconds.
  public var latencyMicroseconds: Int64 = 0
  /// From the head's arrival to the answer's first byte, in microseconds.
  public var firstByteMicroseconds: Int64 = 0
  /// How long the gateway itself had it, up to the answer's first byte, in microseconds.
  public var overheadMicroseconds: Int64 = 0
  /// The size of the request's body.
  public var requestBytes = 0
  /// The size of the answer's body.
  public var responseBytes = 0
  /// How many times a provider was asked.
  public var tries = 0
  /// How many times another model, or a deployment of a higher `order`, stood in.
  public var fallbacks = 0
  /// Whether the answer came from the gateway's own cache.
  public var isCacheHit = false
  /// What went wrong, in a few words; empty where nothing did.
  public var error = ""
  /// The request's body, where that is asked for.
  public var requestText: String?
  /// The answer's body, where that is asked for.
  public var responseText: String?

  /// The size of the texts, in bytes.
  var textSize: Int { (requestText?.utf8.count ?? 0) + (responseText?.utf8.count ?? 0) }

  /// An empty record.
  public init() {}
}
