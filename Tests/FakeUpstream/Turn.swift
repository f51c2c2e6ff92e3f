import Foundation

extension FakeUpstream {
  /// One answer of a model, in its parts.
  public struct Turn: Sendable {
    /// The parts, in order.
    public var parts: [Part]
    /// Why it ends.
    public var end: End
    /// What the provider counts.
    public var usage: Usage

    /// An answer.
    ///
    /// - Parameter parts: its parts, in order.
    public init(_ parts: Part...) {
      self.init(parts)
    }

    /// An answer.
    ///
    /// - Parameters:
    ///   - parts: its parts, in order.
    ///   - end: why it ends.
    ///   - usage: what the provider counts.
    public init(_ parts: [Part], end: End = .natural, usage: Usage = Usage()) {
      self.parts = parts
      self.end = end
      self.usage = usage
    }

    /// Why an answer ends.
    public enum End: Sendable {
      /// The model is done, or wants its calls answered.
      case natural
      /// The limit of tokens.
      case length
      /// One of the client's stop sequences.
      case stopSequence(String)
    }

    /// The tokens that a provider counts.
    public struct Usage: Sendable {
      /// Those of the whole conversation.
      public var input = 12
      /// Those of them that came from a cache; `nil` for a provider that does not say.
      public var cached: Int?
      /// Those of the answer.
      public var output = 7
      /// Those of them that are thoughts; `nil` for a provider that does not say.
      public var thought: Int?

      /// Few tokens, without details.
      public init() {}

      /// All that can be counted: 120 in, 40 of them from a cache; 30 out, 10 of them thought.
      public static var detailed: Usage {
        var usage = Usage()
        (usage.input, usage.cached, usage.output, usage.thought) = (120, 40, 30, 10)
        return usage
      }

      var total: Int { input + output }
    }

    /// A part of an answer.
    public enum Part: Sendable {
      /// Thoughts, and the proof that a provider wants back with them; Chat Completions has no place for the proof.
      case thinking(String, proof: String = "proof-of-the-provider")
      /// A text.
      case text(String)
      /// A call of a tool; `arguments` is a JSON object.
      case call(name: String, namespace: String? = nil, arguments: String)
      /// A call of a tool that takes free text, in OpenAI's formats.
      case customCall(name: String, input: String)
      /// A query for tools that the client holds back, in Responses; `arguments` is a JSON object.
      case toolSearch(arguments: String)
      /// A search of the web that the provider runs itself, and a page that it finds; Chat Completions has none.
      case webSearch(query: String, url: String)

      var isCall: Bool {
        switch self {
        case .call, .customCall, .toolSearch: true
        case .thinking, .text, .webSearch: false
        }
      }
    }

    var hasCall: Bool { parts.contains(where: \.isCall) }
  }
}

extension FakeUpstream.Request {
  /// The call that a model makes of a tool that this request offers.
  ///
  /// - Parameters:
  ///   - name: the tool's name, its namespace before it with two underscores between them.
  ///   - arguments: a JSON object; for a tool that takes free text, that text is its `input`.
  /// - Returns: the call as the request's wire format has it.
  public func call(_ name: String, _ arguments: String) -> FakeUpstream.Turn.Part {
    let items = json["input"] as? [[String: Any]] ?? []
    let found = items.filter { $0["type"] as? String == "tool_search_output" }.map { $0["tools"] }
    for case let tools as [[String: Any]] in [json["tools"]] + found {
      for tool in tools {
        switch tool["type"] as? String {
        case "namespace":
          guard let namespace = tool["name"] as? String, name.hasPrefix(namespace + "__") else { continue }
          return .call(name: String(name.dropFirst(namespace.count + 2)), namespace: namespace, arguments: arguments)
        case "tool_search" where name == "tool_search":
          return .toolSearch(arguments: arguments)
        case "custom":
          guard ((tool["custom"] as? [String: Any]) ?? tool)["name"] as? String == name else { continue }
          let fields = try? JSONSerialization.jsonObject(with: Data(arguments.utf8)) as? [String: Any]
          return .customCall(name: name, input: fields?["input"] as? String ?? "")
        default: continue
        }
      }
    }
    return .call(name: name, arguments: arguments)
  }
}
