/// A JSON Schema within what Anthropic's structured output takes: objects are closed, and limits on lengths and values,
/// which it refuses, are told to the model in the description instead.
enum MessagesSchema {
  private static let limits: Set<String> = [
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "maxItems", "uniqueItems", "minProperties", "maxProperties",
  ]
  private static let maps: Set<String> = ["properties", "$defs", "definitions"]
  private static let lists: Set<String> = ["anyOf", "oneOf", "allOf"]

  /// - Parameter schema: a schema of at most ``JSONScanner/maximumDepth`` levels.
  /// - Returns: one that Anthropic takes.
  static func adapted(_ schema: JSON) -> JSON {
    guard case .object(let members) = schema else { return schema }
    var kept: [JSON.Member] = []
    var told: [String] = []
    for member in members {
      if limits.contains(member.key) || (member.key == "minItems" && (member.value.int ?? 0) > 1) {
        told.append("\(member.key): \(member.value.text)")
      } else if maps.contains(member.key), let map = member.value.members {
        kept.append(.init(member.key, .object(map.map { .init($0.key, adapted($0.value)) })))
      } else if lists.contains(member.key), let list = member.value.array {
        // Anthropic knows only one of the two.
        kept.append(.init(member.key == "oneOf" ? "anyOf" : member.key, .array(list.map(adapted))))
      } else if member.key == "items" {
        kept.append(.init(member.key, adapted(member.value)))
      } else if member.key != "additionalProperties" || schema["type"]?.string != "object" {
        kept.append(member)
      }
    }
    if schema["type"]?.string == "object" { kept.append(.init("additionalProperties", false)) }
    return .object(told.isEmpty ? kept : described(kept, told.joined(separator: ", ")))
  }

  private static func described(_ members: [JSON.Member], _ limits: String) -> [JSON.Member] {
    let description = members.last { $0.key == "description" }?.value.string
    let text = description.map { "\($0)\n\n{\(limits)}" } ?? "{\(limits)}"
    return members.filter { $0.key != "description" } + [.init("description", .string(text))]
  }
}
