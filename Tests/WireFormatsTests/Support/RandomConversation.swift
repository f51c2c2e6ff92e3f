import SeededRandom

@testable import WireFormats

/// Conversations that one format can hold, made up from a seed.
struct RandomConversation {
  private var random: SeededGenerator
  private let format: WireFormat
  private var callCount = 0

  init(_ format: WireFormat, seed: UInt64) {
    self.format = format
    random = SeededGenerator(seed: seed)
  }

  mutating func make() -> Conversation {
    var conversation = Conversation(origin: format, model: word())
    conversation.stream = chance(2)
    conversation.tools = tools()
    if format == .messages { conversation.system = (0..<number(3)).map { _ in block(.text(text())) } }
    if format == .responses, chance(2) { conversation.system = [Block(.text(text()))] }
    conversation.messages = messages()
    if !conversation.tools.isEmpty { conversation.toolChoice = toolChoice(conversation.tools) }
    settings(&conversation)
    return conversation
  }

  // MARK: - Turns

  private mutating func messages() -> [Message] {
    var messages: [Message] = []
    for _ in 0..<number(6) {
      switch number(5) {
      case 0 where format == .messages: messages.append(Message(.system, [block(.text(text()))]))
      case 0: messages.append(Message(chance(2) ? .system : .developer, texts()))
      case 1, 2: messages.append(Message(.user, userContent()))
      default:
        let turn = assistantContent()
        // One turn after the other is one turn in the other formats.
        guard messages.last?.role != .assistant else { continue }
        messages.append(Message(.assistant, turn))
        var results: [Block] = []
        for case .toolCall(let call) in turn.map(\.content) { results.append(block(.toolResult(result(call)))) }
        if !results.isEmpty { messages.append(Message(.user, results)) }
      }
    }
    return messages
  }

  private mutating func userContent() -> [Block] {
    (0...number(3)).map { _ in
      switch number(6) {
      case 0: block(.image(image()))
      case 1: block(.document(document()))
      case 2 where format != .messages: block(.audio(data: word(), format: chance(2) ? "wav" : "mp3"))
      default: block(.text(text()))
      }
    }
  }

  private mutating func texts() -> [Block] { (0...number(2)).map { _ in block(.text(text())) } }

  private mutating func assistantContent() -> [Block] {
    var blocks: [Block] = []
    if chance(2) { blocks.append(Block(.reasoning(reasoning()))) }
    // Chat Completions keeps a turn's text in one place, so it comes before the calls and behind the thoughts.
    if chance(2) || blocks.isEmpty || format == .chatCompletions { blocks.append(block(.text(text(atLeast: 1)))) }
    if format != .messages, chance(6) { blocks.append(Block(.refusal(text(atLeast: 1)))) }
    for _ in 0..<number(3) { blocks.append(block(.toolCall(call()))) }
    return blocks
  }

  private mutating func reasoning() -> Reasoning {
    switch format {
    case .chatCompletions: return Reasoning([text(atLeast: 1)])
    case .responses:
      let id = chance(2) ? "rs_\(word())" : nil
      return Reasoning((0..<number(3)).map { _ in text(atLeast: 1) }, proof: .encrypted(id: id, word()))
    default:
      return chance(3) ? Reasoning(proof: .redacted(word())) : Reasoning([text(atLeast: 1)], proof: .signature(word()))
    }
  }

  private mutating func call() -> ToolCall {
    callCount += 1
    let id = "call_\(callCount)_\(word())"
    let isCustom = format == .responses && chance(3)
    let namespace = format == .responses && chance(3) ? "ns_\(word())" : nil
    let input = isCustom ? text() : JSON.object([.init(word(), value(3))]).text
    return ToolCall(
      id: id,
      name: ToolName(word(), namespace: namespace),
      kind: isCustom ? .custom : .function,
      input: input
    )
  }

  private mutating func result(_ call: ToolCall) -> ToolResult {
    var content = [Block(.text(text(atLeast: 1)))]
    // A `tool` message takes one text and nothing else.
    if format != .chatCompletions, chance(3) { content += [Block(.image(image())), Block(.text(text(atLeast: 1)))] }
    return ToolResult(
      callID: call.id,
      kind: call.kind,
      content: content,
      isError: format == .messages && chance(3)
    )
  }

  private mutating func image() -> Media {
    let detail = format == .messages || chance(2) ? nil : "low"
    switch number(format == .chatCompletions ? 2 : 3) {
    case 0: return Media(source: .url("https://\(word())"), detail: detail)
    case 2: return Media(source: .file(id: word(), of: format.dialect), detail: detail)
    default: return Media(source: .base64(mediaType: "image/png", data: word()), detail: detail)
    }
  }

  private mutating func document() -> Document {
    let pdf = Document.Source.base64(mediaType: "application/pdf", data: word())
    guard format == .messages else { return Document(source: pdf, title: "\(word()).pdf") }
    let sources: [Document.Source] = [
      pdf, .url("https://\(word())"), .file(id: word(), of: .anthropic), .text(text()), .blocks(texts()),
    ]
    return Document(source: sources[number(5)], title: chance(2) ? text() : nil, context: chance(3) ? text() : nil)
  }

  /// Only Messages marks its blocks for the cache.
  private mutating func block(_ content: Content) -> Block {
    Block(content, cacheControl: format == .messages && chance(4) ? ["type": "ephemeral"] : nil)
  }

  // MARK: - Tools

  private mutating func tools() -> [Tool] {
    (0..<number(4)).map { index in
      switch (format, number(4)) {
      case (.responses, 0):
        .namespace(name: "ns\(index)", description: optional(), tools: (0..<number(3)).map { function("n\($0)") })
      case (.responses, 1):
        .custom(
          CustomTool(
            name: "c\(index)",
            description: optional(),
            grammar: chance(2) ? .init(syntax: "lark", definition: text()) : nil
          )
        )
      case (.responses, 2) where index == 0: .toolSearch(description: optional(), parameters: ["type": "object"])
      default: function("f\(index)")
      }
    }
  }

  private mutating func function(_ name: String) -> Tool {
    .function(
      FunctionTool(
        name: name,
        description: optional(),
        parameters: .object([.init("type", "object"), .init("properties", .object([.init(word(), value(3))]))]),
        // What each takes silence for.
        strict: format == .responses ? chance(2) : chance(2) ? true : nil,
        deferLoading: format != .chatCompletions && chance(5),
        cacheControl: format == .messages && chance(4) ? ["type": "ephemeral"] : nil
      )
    )
  }

  private mutating func toolChoice(_ tools: [Tool]) -> ToolChoice? {
    switch number(5) {
    case 0: return .auto
    case 1: return ToolChoice.none
    case 2: return .required
    case 3:
      guard case .function(let tool)? = tools.first else { return nil }
      return .tool(ToolName(tool.name), .function)
    default: return nil
    }
  }

  // MARK: - Settings

  private mutating func settings(_ conversation: inout Conversation) {
    conversation.maximumOutputTokens = format == .messages || chance(2) ? 16 + number(5000) : nil
    if chance(2) { conversation.sampling.temperature = JSONNumber(text: "0.\(number(100))0") }
    if chance(2) { conversation.sampling.topP = JSONNumber(text: "1.0") }
    conversation.user = optional()
    if !conversation.tools.isEmpty, conversation.toolChoice != ToolChoice.none, chance(2) {
      // Messages says it together with the choice.
      conversation.parallelToolCalls = format == .messages && conversation.toolChoice == nil ? nil : chance(2)
    }
    if chance(3) {
      let schema: JSON = ["type": "object", "properties": ["a": ["type": "string"]]]
      let name = format == .messages ? nil : word()
      conversation.outputFormat = .jsonSchema(
        name: name,
        description: nil,
        schema: schema,
        strict: name.map { _ in true }
      )
    }
    if format == .messages {
      messagesSettings(&conversation)
    } else {
      openAISettings(&conversation)
    }
  }

  private mutating func messagesSettings(_ conversation: inout Conversation) {
    if chance(2) { conversation.sampling.topK = JSONNumber(number(100)) }
    if chance(2) { conversation.sampling.stop = [text(atLeast: 1), word()] }
    if chance(2) { conversation.reasoning.effort = "high" }
    conversation.reasoning.thinking = [nil, .disabled, .enabled(budget: 2000), .adaptive, .betweenTools][number(5)]
    if conversation.reasoning.thinking != nil { conversation.reasoning.summary = chance(2) ? .omitted : nil }
    if chance(3) { conversation.native = [.init("context_management", .array([value(2)]))] }
  }

  private mutating func openAISettings(_ conversation: inout Conversation) {
    if chance(2) { conversation.reasoning.effort = "low" }
    if chance(2) { conversation.metadata = ["k": .string(word())] }
    if chance(2) { conversation.store = chance(2) }
    conversation.verbosity = chance(2) ? "low" : nil
    conversation.promptCacheKey = optional()
    conversation.safetyIdentifier = optional()
    conversation.serviceTier = chance(3) ? "flex" : nil
    if chance(3) { conversation.sampling.topLogprobs = number(20) }
    if chance(3) { conversation.sampling.logprobs = true }
    if format == .responses {
      if chance(2) { conversation.reasoning.summary = .shown("auto") }
    } else {
      if conversation.stream { conversation.includesStreamUsage = true }
      if chance(2) { conversation.sampling.seed = JSONNumber(number(9)) }
      if chance(2) { conversation.sampling.frequencyPenalty = JSONNumber(text: "-0.5") }
      if chance(2) { conversation.sampling.presencePenalty = JSONNumber(text: "2") }
      if chance(2) { conversation.sampling.logitBias = ["50256": -100] }
      if chance(2) { conversation.sampling.stop = [word(), text(atLeast: 1)] }
    }
  }

  // MARK: - Pieces

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func chance(_ of: Int) -> Bool { number(of) == 0 }

  private mutating func word() -> String {
    String((0...number(8)).map { _ in "abcdefghijklmnop"[number(16)] })
  }

  private mutating func optional() -> String? { chance(2) ? text() : nil }

  /// Text with everything that needs escaping.
  private mutating func text(atLeast: Int = 0) -> String {
    let characters = [
      "a", " ", "\n", "\"", "\\", "é", "😀", "\u{1}", "{", "}", "/", "\t", "\u{2028}", "data:", ";base64,",
    ]
    let count = atLeast + number(8)
    // One letter, for text of nothing but white space is left out by some.
    return count == 0 ? "x" : "x" + (0..<count).map { _ in characters[number(characters.count)] }.joined()
  }

  private mutating func value(_ depth: Int) -> JSON {
    switch number(depth == 0 ? 5 : 7) {
    case 0: return .null
    case 1: return .bool(chance(2))
    case 2: return .number(JSONNumber(text: ["0", "-1", "1.50", "1e9", "12345678901234567890"][number(5)]))
    case 3, 4: return .string(text())
    case 5: return .array((0..<number(3)).map { _ in value(depth - 1) })
    default: return .object((0..<number(3)).map { .init("k\($0)", value(depth - 1)) })
    }
  }
}

extension String {
  fileprivate subscript(offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
