/// A model that a provider serves.
public struct ModelEntry: Sendable, Hashable {
  /// The name that clients use.
  public var alias: String
  /// The name that the provider knows.
  public var upstream: String

  /// Pairs the two names; one name alone stands for both.
  public init(_ alias: String, upstream: String? = nil) {
    self.alias = alias
    self.upstream = upstream ?? alias
  }

  /// Whether the alias is one name and not a pattern.
  var isName: Bool { !alias.utf8.contains(UInt8(ascii: "*")) }

  /// Whether a client's model name means this entry: the same name, or a name with the parts around a `*`.
  public func serves(_ name: String) -> Bool {
    guard let star = alias.utf8.firstIndex(of: UInt8(ascii: "*")) else { return alias == name }
    let head = alias[..<star]
    let tail = alias[alias.utf8.index(after: star)...]
    return name.utf8.count >= head.utf8.count + tail.utf8.count && name.hasPrefix(head) && name.hasSuffix(tail)
  }
}
