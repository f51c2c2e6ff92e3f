/// A request in no wire format: what all three can say, and what is needed to say it again in each.
///
/// Decoders turn a request body into one, encoders turn one into a body; neither knows of the other side's format.
struct Conversation: Sendable, Equatable {
  /// The format that it came in.
  var origin: WireFormat
  /// The model, by the name that the receiver knows.
  var model: String
  /// Whether the answer is to come as a stream.
  var stream = false
  /// Whether a Chat Completions client wants a last chunk with the usage (`stream_options.include_usage`).
  var includesStreamUsage = false
  /// The instructions that stand above the conversation: `system`, or `instructions`.
  var system: [Block] = []
  /// The turns, oldest first.
  var messages: [Message] = []
  /// The tools offered.
  var tools: [Tool] = []
  /// The search of the web that the upstream is to run itself, once it is known that it can.
  var webSearch: WebSearchTool?
  /// Which of them may or must be called.
  var toolChoice: ToolChoice?
  /// Whether more than one may be called at once; `nil` leaves it to the provider, and all take that for yes.
  var parallelToolCalls: Bool?
  /// The most tokens that the answer may have, reasoning included.
  var maximumOutputTokens: Int?
  /// How the next token is chosen.
  var sampling = Sampling()
  /// How much the model is to think.
  var reasoning = ReasoningRequest()
  /// The shape that the answer's text must have.
  var outputFormat: OutputFormat?
  /// How long-winded the answer is to be: `low`, `medium` or `high`.
  var verbosity: String?
  /// The end user, by a name that the client chose.
  var user: String?
  /// What OpenAI keeps with a stored answer: an object of strings.
  var metadata: JSON?
  /// Whether the provider is to keep the answer.
  var store: Bool?
  /// OpenAI's hint to send requests with one prefix to one machine.
  var promptCacheKey: String?
  /// OpenAI's hashed name of the end user.
  var safetyIdentifier: String?
  /// The class of service.
  var serviceTier: String?
  /// Fields that only ``origin`` has, for that format alone.
  var native: [JSON.Member] = []
}

/// How the next token is chosen, in the client's own digits.
struct Sampling: Sendable, Equatable {
  var temperature: JSONNumber?
  var topP: JSONNumber?
  var topK: JSONNumber?
  var seed: JSONNumber?
  var frequencyPenalty: JSONNumber?
  var presencePenalty: JSONNumber?
  /// Token numbers and what is added to their chance: an object.
  var logitBias: JSON?
  /// Whether each token's chance is to come with the answer.
  var logprobs: Bool?
  /// How many other tokens' chances are to come with each.
  var topLogprobs: Int?
  /// Texts that end the answer.
  var stop: [String] = []
}

/// The shape that the answer's text must have.
enum OutputFormat: Sendable, Equatable {
  /// Any JSON object.
  case jsonObject
  /// JSON that a schema describes.
  case jsonSchema(name: String?, description: String?, schema: JSON, strict: Bool?)
}
