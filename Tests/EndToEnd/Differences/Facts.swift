import FakeUpstream
import Foundation

/// What a JSON value says, one fact per leaf, without what means the same anyway: the order of keys, `null`, and JSON in
/// a text written one way or the other.
struct Facts {
  /// The leaves by their paths, such as `messages.0.role`.
  private(set) var leaves: [String: String] = [:]

  init(_ value: Any) { add(value, "") }

  /// The paths without positions.
  var shape: Set<String> { Set(leaves.keys.map(Self.shape)) }

  /// A path without positions.
  static func shape(_ path: String) -> String {
    path.split(separator: ".").map { $0.allSatisfy(\.isNumber) ? "#" : String($0) }.joined(separator: ".")
  }

  private mutating func add(_ value: Any, _ path: String) {
    func below(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    switch value {
    case is NSNull: break
    case let object as [String: Any]:
      if object.isEmpty { leaves[path] = "{}" }
      for (key, value) in object { add(value, below(key)) }
    case let array as [Any]:
      if array.isEmpty { leaves[path] = "[]" }
      for (index, value) in array.enumerated() { add(value, below("\(index)")) }
    case let text as String: leaves[path] = Self.canonical(text)
    default: leaves[path] = "\(value)"
    }
  }

  private static func canonical(_ text: String) -> String {
    guard text.hasPrefix("{"), let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
      let data = try? JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
    else { return text }
    return String(decoding: data, as: UTF8.self)
  }
}

extension Facts {
  /// The facts of a JSON text; none when it is something else.
  init(json text: String) {
    self.init((try? JSONSerialization.jsonObject(with: Data(text.utf8))) ?? [String: Any]())
  }

  /// What a provider was asked: a text and a list of one text mean the same.
  init(asked request: FakeUpstream.Request) {
    var body = request.json
    for key in ["messages", "input"] {
      if let text = body[key] as? String { body[key] = [["role": "user", "content": text]] }
      guard let turns = body[key] as? [[String: Any]] else { continue }
      body[key] = turns.map { turn in
        var turn = turn
        if turn["type"] as? String == "message" { turn["type"] = nil }
        if let text = turn["content"] as? String, turn["role"] as? String != "tool" {
          let isSpoken = turn["role"] as? String == "assistant"
          let type = key == "messages" ? "text" : isSpoken ? "output_text" : "input_text"
          turn["content"] = [["type": type, "text": text]]
        }
        return turn
      }
    }
    if let text = body["system"] as? String { body["system"] = [["type": "text", "text": text]] }
    self.init(body)
  }
}
