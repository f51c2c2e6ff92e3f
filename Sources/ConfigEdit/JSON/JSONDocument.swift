/// A JSON file: as RFC 8259 has it, or with the comments and trailing commas that VS Code allows in its own (JSONC).
///
/// Where a key occurs twice in an object, the last one counts, as it does for the programs that own such files.
public struct JSONDocument: ConfigDocument {
  /// The document, byte for byte.
  public let bytes: [UInt8]
  /// All values; none if the document is empty.
  let nodes: [JSONNode]

  /// Reads a document. One that has comments at most is empty.
  ///
  /// - Throws: `ConfigError` of kind `syntax`, also where objects and arrays are nested more than 256 deep.
  public init(parsing bytes: [UInt8]) throws(ConfigError) {
    try self.init(parsing: bytes, allowsExtensions: true)
  }

  /// Reads a document strictly, if it does not allow extensions: a comment or a trailing comma is a fault then.
  ///
  /// - Throws: `ConfigError` of kind `syntax`.
  public init(parsing bytes: [UInt8], allowsExtensions: Bool) throws(ConfigError) {
    var parser = JSONParser(bytes, allowsExtensions: allowsExtensions)
    try parser.run()
    self.bytes = bytes
    nodes = parser.nodes
  }

  /// Every leaf, in the document's order. An array is one leaf, whatever it holds.
  public var leaves: [ConfigLeaf] {
    var lines = JSONLineCounter(bytes)
    var leaves: [ConfigLeaf] = []
    var steps: [(container: Int, keys: [String])] = []
    // What does not count: an array's elements, and all but the last value of a key.
    var hidden: Set<Int> = []
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      while let last = steps.last, last.container != node.parent { steps.removeLast() }
      if hidden.contains(index) {
        index = node.end
        continue
      }
      let keys = (steps.last?.keys ?? []) + (node.key.map { [string($0)] } ?? [])
      if node.kind == .object, node.end > index + 1 {
        steps.append((index, keys))
        hidden.formUnion(overridden(in: index))
        index += 1
      } else {
        let line = lines.line(at: node.value.lowerBound)
        leaves.append(ConfigLeaf(path: ConfigPath(keys: keys), text: text(node.value), line: line))
        index = node.end
      }
    }
    return leaves
  }

  /// The text of the value at `path`, and the line it begins on; also of an object that holds further keys.
  public func leaf(at path: ConfigPath) -> ConfigLeaf? {
    guard let index = find(path.steps) else { return nil }
    let value = nodes[index].value
    return ConfigLeaf(
      path: path,
      text: text(value),
      line: JSONLineCounter.lineAndColumn(bytes, at: value.lowerBound).line
    )
  }

  /// Whether two texts stand for the same value: the order of an object's keys, spaces, comments and the notation of
  /// numbers and strings do not count.
  public static func isSameValue(_ left: String, _ right: String) -> Bool {
    if left.utf8.elementsEqual(right.utf8) { return true }
    do throws(ConfigError) {
      let left = try JSONDocument(parsing: Array(left.utf8))
      let right = try JSONDocument(parsing: Array(right.utf8))
      guard !left.nodes.isEmpty, !right.nodes.isEmpty else { return false }
      return left.isSame(0, as: 0, of: right)
    } catch {
      return false
    }
  }

  /// What a text stands for, if it is a string.
  public static func string(_ text: String) -> String? {
    guard let document = try? JSONDocument(parsing: Array(text.utf8)), let value = document.nodes.first,
      value.kind == .string
    else { return nil }
    return document.string(value.value)
  }
}
