import Foundation

extension FakeUpstream {
  /// A whole turn of a model: thoughts, text and calls in one answer, an end of any kind, and usage in all its parts.
  public struct CountedTurn: Sendable {
    /// What the model brings forth, in order.
    public enum Part: Sendable {
      /// A thought, signed or sealed as the format does.
      case thought(String)
      /// A text.
      case text(String)
      /// A call of a tool; the arguments are a JSON object.
      case call(name: String, arguments: String)
    }

    /// Why it ends.
    public enum End: Sendable {
      /// The model is done, or wants its calls answered.
      case natural
      /// The limit of tokens.
      case length
      /// One of the client's stop sequences.
      case stopSequence(String)
    }

    /// What the model brings forth.
    public var parts: [Part]
    /// Why it ends.
    public var end: End

    /// A turn.
    ///
    /// - Parameters:
    ///   - parts: what the model brings forth, in order.
    ///   - end: why it ends.
    public init(_ parts: [Part], end: End = .natural) {
      self.parts = parts
      self.end = end
    }

    /// The tokens that every turn counts: 120 in, 40 of them from a cache; 30 out, 10 of them thought.
    static let input = 120
    static let cached = 40
    static let output = 30
    static let thought = 10

    /// The turn in the format and manner (streamed or not) of a request.
    ///
    /// - Parameter request: the request to answer.
    /// - Returns: the reply; 404 when the request is in none of the three formats.
    public func reply(to request: Request) -> Reply {
      guard let format = request.format else { return .error(404, "no such path: \(request.path)", as: .chat) }
      let identity = Identity(model: request.model ?? "fake-model", number: Identity.next())
      return switch (format, request.wantsStream) {
      case (.chat, true): .stream(chatEvents(identity))
      case (.chat, false): .body(jsonText(chatBody(identity)))
      case (.responses, true): .stream(responsesEvents(identity))
      case (.responses, false): .body(jsonText(responsesBody(identity)))
      case (.messages, true): .stream(messagesEvents(identity))
      case (.messages, false): .body(jsonText(messagesBody(identity)))
      }
    }

    var hasCalls: Bool {
      parts.contains { if case .call = $0 { true } else { false } }
    }
  }
}

/// A JSON object as text, its keys in order.
func jsonText(_ object: [String: Any]) -> String {
  let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
  return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}

/// The value of a JSON text; an empty object when it is something else.
func jsonValue(_ text: String) -> Any {
  (try? JSONSerialization.jsonObject(with: Data(text.utf8))) ?? [String: Any]()
}
