extension Conversation {
  /// Puts each tool's result right behind the turn that called it.
  ///
  /// Chat Completions and Messages demand it; in Responses results may come later, with other turns in between.
  mutating func placeResultsBehindCalls() {
    let placed = resultsByCall()
    guard !placed.isEmpty else { return }
    var arranged: [Message] = []
    for message in messages {
      var rest = message
      rest.content.removeAll { block in
        guard case .toolResult(let result) = block.content else { return false }
        return placed[result.callID] != nil
      }
      if !rest.content.isEmpty { arranged.append(rest) }
      var results: [Block] = []
      for case .toolCall(let call) in message.content.lazy.map(\.content) { results += placed[call.id] ?? [] }
      if !results.isEmpty { arranged.append(Message(.user, results)) }
    }
    messages = arranged
  }

  /// The results whose call comes before them, in the order in which they stand.
  private func resultsByCall() -> [String: [Block]] {
    var called: Set<String> = []
    var results: [String: [Block]] = [:]
    for message in messages {
      for block in message.content {
        switch block.content {
        case .toolCall(let call): called.insert(call.id)
        case .toolResult(let result) where called.contains(result.callID):
          results[result.callID, default: []].append(block)
        default: break
        }
      }
    }
    return results
  }

  /// Leaves out the thoughts that the upstream could not read.
  ///
  /// Those with a proof go back to the format that can check it. Those without one come from Chat Completions servers,
  /// which want them back within one turn of the user's and no longer.
  mutating func keepReasoning(for upstream: WireFormat, _ losses: inout Losses) {
    let turnStart = messages.lastIndex { $0.role == .user && !$0.isToolResults } ?? 0
    for index in messages.indices where messages[index].role == .assistant {
      messages[index].content.removeAll { block in
        guard case .reasoning(let reasoning) = block.content else { return false }
        guard let proof = reasoning.proof else { return upstream != .chatCompletions || index < turnStart }
        losses.add("reasoning", if: proof.format != upstream)
        return proof.format != upstream
      }
    }
    messages.removeAll { $0.role == .assistant && $0.content.isEmpty }
  }

  /// Leaves out the tools that a search has not found yet, and says of those found, in words, that they are there.
  ///
  /// A search that the provider would have run is not there any more: then all tools are offered.
  mutating func resolveDeferredTools(_ names: ToolNames) {
    var found: Set<ToolName> = []
    for message in messages.indices {
      for block in messages[message].content.indices {
        guard case .toolResult(var result) = messages[message].content[block].content else { continue }
        for part in result.content.indices {
          guard case .toolReference(let name) = result.content[part].content else { continue }
          found.insert(name)
          result.content[part].content = .text("The tool \(names.upstreamName(of: name)) can be called now.")
        }
        messages[message].content[block].content = .toolResult(result)
      }
    }
    guard !tools.contains(where: \.isProvidersSearch) else { return }
    tools = tools.compactMap { $0.offered(found: found, namespace: nil) }
  }
}

extension Message {
  /// Whether there is nothing in it but results of tools.
  var isToolResults: Bool {
    !content.isEmpty
      && content.allSatisfy { block in
        if case .toolResult = block.content { true } else { false }
      }
  }
}

extension Tool {
  fileprivate var isProvidersSearch: Bool {
    guard case .native(_, let type, _) = self else { return false }
    return type.hasPrefix("tool_search")
  }

  /// The tool without those of it that wait for a search, or `nil` if nothing is left.
  fileprivate func offered(found: Set<ToolName>, namespace: String?) -> Tool? {
    switch self {
    case .function(let tool):
      return tool.deferLoading && !found.contains(ToolName(tool.name, namespace: namespace)) ? nil : self
    case .custom(let tool):
      return tool.deferLoading && !found.contains(ToolName(tool.name, namespace: namespace)) ? nil : self
    case .namespace(let name, let description, let tools):
      let offered = tools.compactMap { $0.offered(found: found, namespace: name) }
      return offered.isEmpty ? nil : .namespace(name: name, description: description, tools: offered)
    case .toolSearch, .native:
      return self
    }
  }
}
