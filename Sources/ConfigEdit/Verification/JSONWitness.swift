#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A value of a document as its own parser found it.
struct JSONPlace {
  let document: JSONDocument
  let index: Int

  var node: JSONNode { document.nodes[index] }
  var children: [JSONPlace] { document.children(of: index).map { JSONPlace(document: document, index: $0) } }
  var key: String { node.key.map(document.string) ?? "" }
  var text: ArraySlice<UInt8> { document.bytes[node.value] }
}

/// What Foundation reads where a value should be; its making fails if that is something else.
struct JSONWitness: DecodableWithConfiguration {
  let tree: ConfigTree

  init(from decoder: any Decoder, configuration place: JSONPlace) throws {
    switch place.node.kind {
    case .object: tree = try Self.object(decoder.container(keyedBy: JSONKey.self), place)
    case .array: tree = try Self.array(decoder.unkeyedContainer(), place)
    default: tree = try Self.scalar(decoder.singleValueContainer(), place)
    }
  }

  private static func object(_ container: KeyedDecodingContainer<JSONKey>, _ place: JSONPlace) throws -> ConfigTree {
    var members: [String: ConfigTree] = [:]
    for child in place.children {
      if let first = members[child.key] {
        let repeated = ConfigTree.scalar(type: "repeated", value: String(decoding: child.text, as: UTF8.self))
        members[child.key] = .array([first, repeated])
      } else {
        let key = JSONKey(stringValue: child.key)
        members[child.key] = try container.decode(JSONWitness.self, forKey: key, configuration: child).tree
      }
    }
    guard Set(container.allKeys.map(\.stringValue)) == Set(members.keys) else { throw JSONDisagreement() }
    return .table(members)
  }

  private static func array(_ container: any UnkeyedDecodingContainer, _ place: JSONPlace) throws -> ConfigTree {
    var container = container
    var elements: [ConfigTree] = []
    for child in place.children {
      elements.append(try container.decode(JSONWitness.self, configuration: child).tree)
    }
    guard container.isAtEnd else { throw JSONDisagreement() }
    return .array(elements)
  }

  private static func scalar(_ container: any SingleValueDecodingContainer, _ place: JSONPlace) throws -> ConfigTree {
    let text = place.text
    switch place.node.kind {
    case .string:
      // Half a surrogate pair is JSON, though no text: JavaScript keeps it, Foundation does not decode it.
      guard let value = String(validating: JSONString.decoded(text), as: UTF8.self) else {
        return .scalar(type: "half a pair", value: String(decoding: text, as: UTF8.self))
      }
      guard try container.decode(String.self).utf8.elementsEqual(value.utf8) else { throw JSONDisagreement() }
      return .scalar(type: "string", value: value)
    case .number:
      let number = try? container.decode(Double.self)
      // Foundation does not decode what no `Double` can hold; that it is no value of another type is sure all the same.
      if let number, number != Double(String(decoding: text, as: UTF8.self)) { throw JSONDisagreement() }
      if number == nil, container.decodeNil() || (try? container.decode(Bool.self)) != nil { throw JSONDisagreement() }
      return .scalar(type: "number", value: JSONNumber(text).canonical)
    default:
      let word = String(decoding: text, as: UTF8.self)
      let found = container.decodeNil() ? "null" : try container.decode(Bool.self) ? "true" : "false"
      guard found == word else { throw JSONDisagreement() }
      return .scalar(type: "literal", value: word)
    }
  }
}

/// A key of any name.
private struct JSONKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// Foundation reads something else than the document's own parser.
private struct JSONDisagreement: Error {}
