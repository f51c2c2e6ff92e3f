/// Where a value is in a document: the keys on the way to it, from the root.
public struct ConfigPath: Sendable, Hashable, Codable {
  /// One step from a container to what it holds.
  public enum Step: Sendable, Hashable, Codable {
    /// The value of a key of a table or object. A dot in the name is part of the name.
    case key(String)
    /// The first object of an array whose string `key` is `value`.
    case element(key: String, value: String)
  }

  /// The steps; none for the root itself.
  public var steps: [Step]

  /// The path with these steps.
  public init(_ steps: [Step]) {
    self.steps = steps
  }

  /// The path through these keys.
  public init(keys: [String]) {
    steps = keys.map(Step.key)
  }

  /// Whether this path is `other`, or the path of something that contains it.
  public func contains(_ other: ConfigPath) -> Bool {
    other.steps.starts(with: steps)
  }
}

extension ConfigPath: ExpressibleByArrayLiteral {
  /// The path through these keys.
  public init(arrayLiteral keys: String...) {
    self.init(keys: keys)
  }
}

extension ConfigPath: CustomStringConvertible {
  /// The path as messages name it: `model_providers.agentproxy.name`, with quotes around what is not a plain word.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key):
        let isPlain = !key.isEmpty && key.utf8.allSatisfy(Self.isPlain)
        text += (text.isEmpty ? "" : ".") + (isPlain ? key : "\"\(key)\"")
      case .element(let key, let value):
        text += "[\(key)=\(value)]"
      }
    }
    return text
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
