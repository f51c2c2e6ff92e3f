import NIOCore

/// What a message's `Connection` fields say.
struct ConnectionOptions {
  /// Whether the connection ends after this message.
  private(set) var close = false
  /// Whether an HTTP/1.0 message asks for another one to follow.
  private(set) var keepAlive = false
  /// The names of the fields that end at this hop, in lower case.
  private(set) var listedFields: Set<String> = []

  /// No fields.
  init() {}

  init(_ head: MessageHead) {
    for field in head.fields where field.name == .connection {
      if head.matches(field.value, "keep-alive") {
        keepAlive = true
      } else if head.matches(field.value, "close") {
        close = true
      } else {
        readList(head.text(field.value))
      }
    }
  }

  private mutating func readList(_ value: String) {
    for token in value.split(separator: ",") {
      let token = token.filter { $0 != " " && $0 != "\t" }.lowercased()
      switch token {
      case "close": close = true
      case "keep-alive": keepAlive = true
      // To drop a field of the framing on the sender's word would choose another framing than the one checked.
      case "content-length", "transfer-encoding": break
      default: listedFields.insert(token)
      }
    }
  }
}
