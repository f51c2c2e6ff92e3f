import Foundation

/// A client's request with its shape alone: fields, types, names and ids stay, texts become a few words of our own, and
/// of many tools and properties two of a kind stay.
struct TrimmedRequest {
  let body: [String: Any]

  init(_ body: [String: Any]) {
    self.body = Self.trimmed(object: body)
  }

  private static func trimmed(_ value: Any, _ key: String) -> Any {
    switch value {
    case let object as [String: Any]: trimmed(object: object, key)
    case let array as [Any]: key == "tools" ? trimmed(tools: array) : array.map { trimmed($0, key) }
    case let text as String: trimmed(text, key)
    default: value
    }
  }

  private static func trimmed(object: [String: Any], _ key: String = "") -> [String: Any] {
    if key == "properties" {
      // What a schema requires must be among what it has.
      let kept = object.keys.sorted().prefix(2)
      return Dictionary(uniqueKeysWithValues: kept.map { ($0, Self.trimmed(object[$0] ?? "", "property")) })
    }
    var trimmed: [String: Any] = [:]
    for (key, value) in object { trimmed[key] = Self.trimmed(value, key) }
    if let required = object["required"] as? [String], let properties = trimmed["properties"] as? [String: Any] {
      trimmed["required"] = required.filter { properties[$0] != nil }
    }
    return trimmed
  }

  private static func trimmed(tools: [Any]) -> [Any] {
    var counts: [String: Int] = [:]
    return tools.filter { tool in
      let tool = tool as? [String: Any]
      let kind = "\(tool?["type"] ?? "") \(tool?.keys.sorted() ?? [])"
      counts[kind, default: 0] += 1
      return counts[kind, default: 0] <= 2
    }
    .map { trimmed($0, "tool") }
  }

  private static func trimmed(_ text: String, _ key: String) -> String {
    if text.hasPrefix("x-anthropic-billing-header:") { return "x-anthropic-billing-header: cc_version=1;" }
    if text.hasPrefix("data:") { return "data:image/png;base64,iVBORw0KGgo=" }
    if key == "data" { return "iVBORw0KGgo=" }
    // The model's arguments are the tests' own.
    if key == "arguments" || key == "input" { return text }
    if key == "definition" { return "start: /[a-z]+/" }
    let isWord =
      text.utf8.count <= 32
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "/"):
          true
        default: false
        }
      }
    return isWord ? text : "words of a \(key)"
  }
}
