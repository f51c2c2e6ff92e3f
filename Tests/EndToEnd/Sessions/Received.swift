import FakeUpstream
import Foundation

/// A request as a provider received it, in the terms that the three wire formats share.
struct Received {
  enum Part: Equatable {
    case text(String, role: String)
    /// Base64.
    case image(String)
    case thinking(String, proof: String?)
    /// `arguments` has its keys sorted.
    case call(id: String, name: String, arguments: String)
    case result(id: String, text: String)
  }

  let path: String
  let body: [String: Any]
  /// The conversation, in order.
  let parts: [Part]
  private let request: FakeUpstream.Request

  init(_ request: FakeUpstream.Request) {
    self.request = request
    path = request.path
    body = request.json
    parts =
      switch request.format {
      case .chat: Self.objects(body["messages"]).flatMap(Self.chatParts)
      case .responses: Self.objects(body["input"]).flatMap(Self.responsesParts)
      case .messages: Self.objects(body["messages"]).flatMap(Self.messagesParts)
      case nil: []
      }
  }

  /// The ids of the calls, in order.
  var calls: [String] {
    parts.compactMap { if case .call(let id, _, _) = $0 { id } else { nil } }
  }

  /// Whether the model has called a tool.
  func hasCalled(_ name: String) -> Bool {
    parts.contains { if case .call(_, name, _) = $0 { true } else { false } }
  }

  /// The ids under which results are given, in order.
  var results: [String] {
    parts.compactMap { if case .result(let id, _) = $0 { id } else { nil } }
  }

  /// The images, in order.
  var images: [String] {
    parts.compactMap { if case .image(let data) = $0 { data } else { nil } }
  }

  /// The conversation but for what the model thought.
  var withoutThoughts: [Part] {
    parts.filter { if case .thinking = $0 { false } else { true } }
  }

  /// Every text of a role, or of all of them.
  func texts(of role: String? = nil) -> [String] {
    parts.compactMap { part in
      if case .text(let text, let speaker) = part, role == nil || role == speaker { text } else { nil }
    }
  }

  /// Whether a text holds a fragment.
  func says(_ fragment: String) -> Bool {
    texts().contains { $0.contains(fragment) }
  }

  /// Whether a tool is offered, by its name with its namespace before it; also one that a search has found.
  func offers(_ name: String) -> Bool {
    tools.contains { $0.name == name }
  }

  /// The schema of the arguments of a tool.
  func schema(of name: String) -> NSDictionary? {
    tools.first { $0.name == name }?.schema as NSDictionary?
  }

  /// The schema that the answer must have.
  var answerSchema: NSDictionary? {
    let format: Any? =
      switch request.format {
      case .chat: (Self.object(body["response_format"])["json_schema"])
      case .responses: Self.object(body["text"])["format"]
      case .messages: Self.object(body["output_config"])["format"]
      case nil: nil
      }
    return Self.object(format)["schema"] as? NSDictionary
  }

  private var tools: [(name: String, schema: [String: Any])] {
    let found = Self.objects(body["input"]).filter { $0["type"] as? String == "tool_search_output" }
    return (Self.objects(body["tools"]) + found.flatMap { Self.objects($0["tools"]) }).flatMap { tool in
      let name = Self.string(tool["name"])
      if tool["type"] as? String == "namespace" {
        return Self.objects(tool["tools"]).map {
          ("\(name)__\(Self.string($0["name"]))", Self.object($0["parameters"]))
        }
      }
      let function = tool["function"].map(Self.object) ?? tool
      let schema = function["parameters"] ?? function["input_schema"]
      return [(Self.string(function["name"]), Self.object(schema))]
    }
  }
}

extension Received {
  private static func messagesParts(_ message: [String: Any]) -> [Part] {
    let role = string(message["role"])
    return blocks(message["content"]).flatMap { block -> [Part] in
      switch block["type"] as? String {
      case "text": [.text(string(block["text"]), role: role)]
      case "image": [.image(string(object(block["source"])["data"]))]
      case "thinking": [.thinking(string(block["thinking"]), proof: block["signature"] as? String)]
      case "tool_use":
        [.call(id: string(block["id"]), name: string(block["name"]), arguments: sorted(block["input"]))]
      case "tool_result": result(of: string(block["tool_use_id"]), block["content"])
      default: [.text("\(block)", role: "?")]
      }
    }
  }

  private static func responsesParts(_ item: [String: Any]) -> [Part] {
    let id = string(item["call_id"])
    switch item["type"] as? String {
    case "reasoning":
      let thoughts = objects(item["summary"]).map { string($0["text"]) }
      return [.thinking(thoughts.joined(separator: "\n\n"), proof: item["encrypted_content"] as? String)]
    case "function_call":
      let space = (item["namespace"] as? String).map { $0 + "__" } ?? ""
      let arguments = sorted(parsed(string(item["arguments"])))
      return [.call(id: id, name: space + string(item["name"]), arguments: arguments)]
    case "custom_tool_call":
      return [.call(id: id, name: string(item["name"]), arguments: sorted(["input": item["input"]]))]
    case "tool_search_call":
      return [.call(id: id, name: "tool_search", arguments: sorted(item["arguments"]))]
    case "function_call_output", "custom_tool_call_output": return result(of: id, item["output"])
    case "tool_search_output": return [.result(id: id, text: "")]
    default: return content(item["content"], role: string(item["role"]))
    }
  }

  private static func chatParts(_ message: [String: Any]) -> [Part] {
    let role = string(message["role"])
    if role == "tool" { return result(of: string(message["tool_call_id"]), message["content"]) }
    var parts: [Part] = []
    if let thoughts = message["reasoning_content"] as? String { parts.append(.thinking(thoughts, proof: nil)) }
    parts += content(message["content"], role: role)
    return parts
      + objects(message["tool_calls"]).map { call in
        let function = object(call["function"])
        let arguments = sorted(parsed(string(function["arguments"])))
        return .call(id: string(call["id"]), name: string(function["name"]), arguments: arguments)
      }
  }

  /// The content of a message in one of OpenAI's formats.
  private static func content(_ content: Any?, role: String) -> [Part] {
    blocks(content).map { block in
      switch block["type"] as? String {
      case "text", "input_text", "output_text": .text(string(block["text"]), role: role)
      case "image_url": .image(data(string(object(block["image_url"])["url"])))
      case "input_image": .image(data(string(block["image_url"])))
      default: .text("\(block)", role: "?")
      }
    }
  }

  /// A result's texts in one, and its images behind it.
  private static func result(of id: String, _ content: Any?) -> [Part] {
    let parts = Self.blocks(content).map { block -> Part in
      if block["type"] as? String == "image" { return .image(string(object(block["source"])["data"])) }
      return Self.content([block], role: "tool")[0]
    }
    let texts = parts.compactMap { if case .text(let text, _) = $0 { text } else { nil } }
    let images = parts.filter { if case .image = $0 { true } else { false } }
    return [.result(id: id, text: texts.joined(separator: "\n"))] + images
  }

  private static func blocks(_ content: Any?) -> [[String: Any]] {
    if let text = content as? String { return [["type": "text", "text": text]] }
    return objects(content)
  }

  private static func data(_ url: String) -> String {
    url.hasPrefix("data:image/png;base64,") ? String(url.dropFirst("data:image/png;base64,".count)) : url
  }

  private static func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }
  private static func object(_ value: Any?) -> [String: Any] { value as? [String: Any] ?? [:] }
  private static func string(_ value: Any?) -> String { value as? String ?? "" }

  private static func parsed(_ text: String) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  private static func sorted(_ value: Any?) -> String {
    guard let value, JSONSerialization.isValidJSONObject(value) else { return "no JSON" }
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    let data = try? JSONSerialization.data(withJSONObject: value, options: options)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
