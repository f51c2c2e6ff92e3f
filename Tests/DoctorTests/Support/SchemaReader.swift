import Foundation

/// Checks a JSON value against the part of JSON Schema that `docs/doctor.schema.json` uses.
struct SchemaReader {
  /// The words that it understands. A schema with another one proves nothing.
  private static let known: Set<String> = [
    "$schema", "title", "description", "type", "required", "properties", "additionalProperties", "items", "enum",
    "const",
    "minimum",
  ]

  /// What the schema has against the value; each complaint begins with a place.
  static func complaints(about value: Any, schema: [String: Any], at place: String = "$") -> [String] {
    var complaints = schema.keys.filter { !known.contains($0) }.map { "\(place): the schema says \($0)" }
    if let type = schema["type"] as? String, !isType(value, type) { complaints.append("\(place): no \(type)") }
    if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
      complaints.append("\(place): \(value) is none of \(words)")
    }
    if let constant = schema["const"] as? NSNumber, value as? NSNumber != constant {
      complaints.append("\(place): not \(constant)")
    }
    if let minimum = schema["minimum"] as? NSNumber, (value as? NSNumber)?.doubleValue ?? -1 < minimum.doubleValue {
      complaints.append("\(place): less than \(minimum)")
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        complaints.append("\(place): no \(name)")
      }
      for (name, member) in object {
        if let property = properties[name] {
          complaints += Self.complaints(about: member, schema: property, at: "\(place).\(name)")
        } else if schema["additionalProperties"] as? Bool == false {
          complaints.append("\(place): \(name) is not in the schema")
        }
      }
    }
    if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, item) in array.enumerated() {
        complaints += Self.complaints(about: item, schema: items, at: "\(place)[\(index)]")
      }
    }
    return complaints
  }

  private static func isType(_ value: Any, _ type: String) -> Bool {
    let number = value as? NSNumber
    let isBoolean = number.map { isTruth($0) } ?? false
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "boolean": return isBoolean
    case "number": return number != nil && !isBoolean
    case "integer": return number.map { !isBoolean && $0.doubleValue == $0.doubleValue.rounded() } ?? false
    default: return false
    }
  }

  /// Whether a number stands for a truth value.
  private static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
