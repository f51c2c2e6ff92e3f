/// A conversation's turns as Messages wants them: instructions above, then users and assistants in turn, and no empty
/// text.
struct MessagesArrangement {
  private(set) var system: [Block]
  private(set) var messages: [Message] = []

  init(_ conversation: Conversation, anywhere: Bool) {
    system = conversation.system
    var rest = conversation.messages[...]
    // A conversation of instructions alone still needs a turn to answer.
    let hasTurns = rest.contains { !$0.role.isInstruction }
    while conversation.origin != .messages, let first = rest.first, first.role.isInstruction, hasTurns || rest.count > 1
    {
      system += first.content
      rest.removeFirst()
    }
    system.removeAll { $0.text == "" }
    for message in rest { append(message, anywhere: anywhere, isOwn: conversation.origin == .messages) }
  }

  private mutating func append(_ message: Message, anywhere: Bool, isOwn: Bool) {
    var message = message
    message.content.removeAll { $0.text == "" }
    if message.role.isInstruction {
      if anywhere, isOwn || !messages.isEmpty {
        message.role = .system
      } else {
        let text = message.content.compactMap(\.text).joined(separator: "\n\n")
        message = Message(.user, text.isEmpty ? [] : [Block(.text(messages.isEmpty ? text : Rendering.reminder(text)))])
      }
    }
    guard !message.content.isEmpty else { return }
    if !isOwn, let last = messages.last, last.role == message.role {
      messages[messages.count - 1].content += message.content
    } else {
      messages.append(message)
    }
  }
}
