/// Whether a JSON Schema keeps to what OpenAI demands of one that its models must follow to the letter: objects with
/// `additionalProperties: false` and all of their properties required.
///
/// Anthropic's schemas need not, and sent as strict they would be refused.
enum StrictSchema {
  static func isSatisfied(by schema: JSON) -> Bool {
    switch schema {
    case .array(let elements): return elements.allSatisfy(isSatisfied)
    case .object(let members):
      if schema["type"]?.string == "object" || schema["properties"] != nil {
        guard schema["additionalProperties"]?.bool == false else { return false }
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        let properties = schema["properties"]?.members ?? []
        guard properties.allSatisfy({ required.contains($0.key) }) else { return false }
      }
      return members.allSatisfy { isSatisfied(by: $0.value) }
    default: return true
    }
  }
}
