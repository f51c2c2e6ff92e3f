import Foundation

extension FakeUpstream {
  /// One request as it arrived.
  public struct Request: Sendable {
    /// The method, such as `POST`.
    public let method: String

    /// The target without the query, such as `/v1/messages`.
    public let path: String

    /// What follows the `?`, or `nil`.
    public let query: String?

    /// Every header field in the order and spelling received.
    public let headers: [(name: String, value: String)]

    /// The body, without transfer encoding.
    public let body: [UInt8]

    /// Which connection it came over, counted from 0: equal numbers mean a connection was reused.
    public let connection: Int

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object; empty when it is something else.
    public var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }

    /// The model asked for.
    public var model: String? { json["model"] as? String }

    /// Whether a streamed answer was asked for.
    public var wantsStream: Bool { json["stream"] as? Bool ?? false }

    /// The wire format, told from method and path; `nil` when the request does not ask a model to generate.
    public var format: Format? { method == "POST" ? Format(path: path) : nil }

    /// The value of the first header of that name.
    ///
    /// - Parameter name: in any case.
    /// - Returns: the value as received, or `nil`.
    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Whether the conversation in the body already holds the result of a tool call.
    public var hasToolResult: Bool {
      let body = json
      switch format {
      case .chat:
        return objects(body["messages"]).contains { $0["role"] as? String == "tool" }
      case .responses:
        return objects(body["input"]).contains { ($0["type"] as? String)?.hasSuffix("_call_output") ?? false }
      case .messages:
        return objects(body["messages"]).contains { message in
          objects(message["content"]).contains { $0["type"] as? String == "tool_result" }
        }
      case nil:
        return false
      }
    }

    /// The names of the tools offered to the model, in order.
    public var toolNames: [String] {
      objects(json["tools"]).compactMap { tool in
        (tool["name"] ?? (tool["function"] as? [String: Any])?["name"]) as? String
      }
    }
  }
}

/// The elements of `value` that are JSON objects; none when it is no array.
private func objects(_ value: Any?) -> [[String: Any]] {
  (value as? [Any] ?? []).compactMap { $0 as? [String: Any] }
}
