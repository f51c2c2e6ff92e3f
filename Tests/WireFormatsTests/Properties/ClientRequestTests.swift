import Testing

@testable import WireFormats

/// Requests that real clients sent.
@Suite struct ClientRequestTests {
  @Test func bothClientsAreHere() {
    #expect(Set(ClientRequest.shapes.map(\.format)) == [.responses, .messages])
  }

  /// There and back, all that was said, all calls and all tools are what they were.
  @Test(arguments: ClientRequest.shapes + ClientRequest.recorded)
  func goesToEachFormatAndComesBack(_ request: ClientRequest) throws {
    let bytes = Array(request.body.text.utf8)
    let (before, _) = try Translation.decode(request.format, bytes.span)
    for (upstream, model) in [
      (WireFormat.chatCompletions, "gpt-5.5"), (.chatCompletions, "qwen3-coder"), (.responses, "gpt-5.5"),
      (.messages, "claude-opus-5-5"), (.messages, "claude-sonnet-4-5"),
    ] {
      if isWebSearchAlone(before), upstream == .chatCompletions {
        #expect(refusal(request.format, upstream, request.body)?.parameter == "tools")
        continue
      }
      let translated = try Translated(request.format, upstream, request.body, model: model)
      let (after, _) = try Translation.decode(upstream, translated.translation.body.span)
      let names = ToolNames(before, abilities: .init(upstream))
      let summary = Summary(before, names)
      #expect(Summary(after, nil).calls == summary.calls)
      // They may come in the order in which the tools were done, and go in that of the calls.
      #expect(Summary(after, nil).results.sorted() == summary.results.sorted())
      #expect(Summary(after, nil).tools == summary.tools)
      let texts = Summary(after, nil).texts
      for text in summary.texts where !text.hasPrefix("x-anthropic-billing-header:") {
        #expect(texts.contains { $0.contains(text) }, "\(model) lost \(text.prefix(40))")
      }
      #expect(after.stream == before.stream)
      #expect(after.model == model)
      if upstream != .messages || before.outputFormat == nil {
        #expect((after.outputFormat == nil) == (before.outputFormat == nil))
      }
      for tool in before.tools.flatMap(\.leaves) {
        let original = names.original(of: names.upstreamName(of: tool.name))
        #expect(names.abilities.hasNamespaces && tool.name.namespace != nil || original?.name == tool.name)
        #expect(original == nil || original?.kind == tool.kind)
      }
    }
  }

  private func isWebSearchAlone(_ conversation: Conversation) -> Bool {
    guard conversation.tools.count == 1, case .native? = conversation.tools.first else { return false }
    return true
  }

  /// What both sides of a translation have in common.
  private struct Summary {
    var texts: [String] = []
    var calls: [String] = []
    var results: [String] = []
    var tools: Set<String> = []

    init(_ conversation: Conversation, _ names: ToolNames?) {
      for block in conversation.system + conversation.messages.flatMap(\.content) { add(block, names) }
      for tool in conversation.tools.flatMap(\.leaves) where !tool.isDeferred {
        tools.insert(names?.upstreamName(of: tool.name) ?? tool.name.name)
      }
    }

    private mutating func add(_ block: Block, _ names: ToolNames?) {
      switch block.content {
      case .text(let text): texts.append(text)
      case .toolCall(let call):
        let isWrapped = call.kind == .function && call.input.hasPrefix(#"{"input":"#)
        let input = isWrapped ? CustomTool.unwrapped(call.input) : call.input
        let value = (try? json(input))?.text ?? input
        calls.append("\(call.id) \(names?.upstreamName(of: call.name) ?? call.name.name) \(value)")
      case .toolResult(let result):
        results.append(result.callID)
        for block in result.content { add(block, names) }
      default: break
      }
    }
  }
}

/// A tool that can be called.
private struct Leaf {
  var name: ToolName
  var kind: ToolKind
  var isDeferred = false
}

extension Tool {
  /// The tools in a tool.
  fileprivate var leaves: [Leaf] {
    switch self {
    case .function(let tool): [Leaf(name: ToolName(tool.name), kind: .function, isDeferred: tool.deferLoading)]
    case .custom(let tool): [Leaf(name: ToolName(tool.name), kind: .custom)]
    case .toolSearch: [Leaf(name: ToolName("tool_search"), kind: .toolSearch)]
    case .native: []
    case .namespace(let namespace, _, let tools):
      tools.flatMap(\.leaves).map { Leaf(name: ToolName($0.name.name, namespace: namespace), kind: $0.kind) }
    }
  }
}
