/// A conversation's turns in an order and with roles that Chat Completions servers take.
///
/// OpenAI takes any. The chat templates of open models want one system message at the very beginning, and many want
/// users and assistants to take turns.
struct ChatArrangement {
  private(set) var messages: [Message] = []

  init(_ conversation: Conversation, isOpenAI: Bool, anywhere: Bool) {
    let system = conversation.system.filter { !Self.isBillingHeader($0) }
    var rest = conversation.messages[...]
    var instructions = system.isEmpty ? [] : [Message(.system, system)]
    while let first = rest.first, first.role.isInstruction { instructions.append(rest.removeFirst()) }
    if isOpenAI {
      messages = instructions
    } else if !instructions.isEmpty {
      let texts = instructions.flatMap(\.content).compactMap(\.text)
      messages = [Message(.system, [Block(.text(texts.joined(separator: "\n\n")))])]
    }
    for message in rest { append(message, mergesUsers: !isOpenAI, anywhere: anywhere) }
  }

  private mutating func append(_ message: Message, mergesUsers: Bool, anywhere: Bool) {
    var message = message
    if message.role.isInstruction, !anywhere {
      let text = message.content.compactMap(\.text).joined(separator: "\n\n")
      message = Message(.user, [Block(.text(Rendering.reminder(text)))])
    }
    guard message.role == .user else { return messages.append(message) }
    // Results are messages of their own, all before anything else. They take text alone, so their images come behind.
    let results = message.content.filter { if case .toolResult = $0.content { true } else { false } }
    let others = message.content.filter { if case .toolResult = $0.content { false } else { true } }
    if !results.isEmpty { messages.append(Message(.user, results)) }
    for part in [results.flatMap(\.media), others] where !part.isEmpty { append(part, mergesUsers: mergesUsers) }
  }

  private mutating func append(_ others: [Block], mergesUsers: Bool) {
    if mergesUsers, let last = messages.last, last.role == .user, !last.isToolResults {
      messages[messages.count - 1].content += others
    } else {
      messages.append(Message(.user, others))
    }
  }

  /// What Claude Code writes at the top for Anthropic's accounting. It differs from session to session, and would cost
  /// other providers' prompt caches their whole use.
  static func isBillingHeader(_ block: Block) -> Bool {
    block.text?.hasPrefix("x-anthropic-billing-header:") ?? false
  }
}

extension ToolResult {
  /// What a `tool` message can hold of the result.
  func chatText(_ losses: inout Losses) throws(ErrorReply) -> String {
    var texts: [String] = []
    var hasMedia = false
    for block in content {
      switch block.content {
      case .text(let text), .refusal(let text): texts.append(text)
      case .image, .audio: hasMedia = true
      case .document(let document):
        hasMedia = hasMedia || document.inlineBlocks?.contains { $0.text == nil } ?? true
        texts += document.inlineBlocks?.compactMap(\.text) ?? []
      case .native(let format, let value):
        if let text = try Block.textForNative(format, value, &losses) { texts.append(text) }
      case .toolReference(let name): texts.append(name.name)
      case .reasoning, .toolCall, .toolResult: break
      }
    }
    if texts.isEmpty, hasMedia { texts = ["The result follows in the next message."] }
    let text = texts.joined(separator: "\n")
    return isError ? Rendering.failure(text) : text
  }
}

extension Block {
  /// What a `tool` message cannot hold of a result.
  fileprivate var media: [Block] {
    guard case .toolResult(let result) = content else { return [] }
    return result.content.flatMap { block -> [Block] in
      switch block.content {
      case .image, .audio: [block]
      case .document(let document): document.inlineBlocks?.filter { $0.text == nil } ?? [block]
      default: []
      }
    }
  }
}
