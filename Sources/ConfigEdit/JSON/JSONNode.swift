/// One value of a document, and where it stands.
///
/// Nodes are kept in the order in which they begin, each followed by all that it holds.
struct JSONNode: Sendable {
  enum Kind: Sendable {
    case object, array, string, number, literal

    /// What messages call it.
    var name: String {
      switch self {
      case .object: "an object"
      case .array: "an array"
      case .string: "a string"
      case .number: "a number"
      case .literal: "true, false or null"
      }
    }
  }

  let kind: Kind
  /// The key with its quotes; `nil` for an element of an array and for the root.
  let key: Range<Int>?
  /// The value itself.
  var value: Range<Int>
  /// The comma behind it.
  var comma: Int?
  /// The index of the node that holds this one; `nil` for the root.
  let parent: Int?
  /// The index behind the last node that this one holds.
  var end: Int

  var isContainer: Bool { kind == .object || kind == .array }
  /// Where the key begins, or else the value.
  var start: Int { key?.lowerBound ?? value.lowerBound }
  /// What is between the brackets of a container.
  var inside: Range<Int> { value.lowerBound + 1..<value.upperBound - 1 }
}
