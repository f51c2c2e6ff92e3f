/// The ids of tool calls, made unique and fit for the upstream, and its own made unique for the client.
///
/// A repeated id sends Claude Code into an endless loop and is refused by Anthropic; some servers count from `call_0`
/// in every turn.
struct CallIDs: Sendable, Equatable {
  /// All ids that the client has seen.
  private var taken: Set<String>
  private let seed: String
  private var count = 0

  /// - Parameters:
  ///   - taken: the ids in the conversation so far.
  ///   - seed: a name that no other answer has.
  init(taken: Set<String>, seed: String) {
    self.taken = taken
    self.seed = seed
  }

  /// The id to give to the client for the upstream's `id`: the same one, unless there is none or it is taken.
  mutating func unique(_ id: String?) -> String {
    if let id, !id.isEmpty, taken.insert(id).inserted { return id }
    while true {
      count += 1
      let made = "call_\(seed)_\(count)"
      if taken.insert(made).inserted { return made }
    }
  }
}

extension Conversation {
  /// The ids of all calls.
  var callIDs: Set<String> {
    var ids: Set<String> = []
    for message in messages {
      for case .toolCall(let call) in message.content.lazy.map(\.content) { ids.insert(call.id) }
    }
    return ids
  }

  /// Gives every call an id of its own that `format` takes, and its result the same.
  ///
  /// What is made depends on the conversation alone, so that it is the same in the next turn.
  mutating func makeCallIDsUnique(for format: WireFormat) {
    var names = UniqueNames()
    var current: [String: String] = [:]
    for message in messages.indices {
      for block in messages[message].content.indices {
        switch messages[message].content[block].content {
        case .toolCall(var call):
          let id = names.name(for: call.id, wish: Self.fittedID(call.id, for: format))
          current[call.id] = id
          call.id = id
          messages[message].content[block].content = .toolCall(call)
        case .toolResult(var result):
          result.callID = current[result.callID] ?? Self.fittedID(result.callID, for: format)
          messages[message].content[block].content = .toolResult(result)
        default: break
        }
      }
    }
  }

  /// Hands out each name once.
  private struct UniqueNames {
    private var taken: Set<String> = []
    private var repeats: [String: Int] = [:]

    mutating func name(for id: String, wish: String) -> String {
      if taken.insert(wish).inserted { return wish }
      while true {
        // Counted on from the last one, so that a conversation with a single id does not cost the square of its length.
        let number = repeats[id, default: 1] + 1
        repeats[id] = number
        let made = "call_\(StableHash.hex(id))_\(number)"
        if taken.insert(made).inserted { return made }
      }
    }
  }

  private static func fittedID(_ id: String, for format: WireFormat) -> String {
    let isFit =
      switch format {
      // Anthropic's pattern.
      case .messages: !id.isEmpty && id.utf8.count <= 64 && id.utf8.allSatisfy(isIDCharacter)
      // OpenAI's longest.
      case .chatCompletions: !id.isEmpty && id.utf8.count <= 40
      default: !id.isEmpty && id.utf8.count <= 64
      }
    return isFit ? id : "call_\(StableHash.hex(id))"
  }

  private static func isIDCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
