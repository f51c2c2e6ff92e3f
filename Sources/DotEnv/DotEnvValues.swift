/// What one or more `.env` files say, with variables expanded.
public struct DotEnvValues: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// No keys.
  public static let empty: DotEnvValues = [:]

  /// The value of each key.
  public private(set) var values: [String: String] = [:]
  /// The keys in the order of their first appearance.
  public private(set) var order: [String] = []
  /// What Compose would warn about.
  public private(set) var warnings: [DotEnvWarning] = []

  /// Takes the values as they are; the last of several with one key wins.
  public init(dictionaryLiteral elements: (String, String)...) {
    for (key, value) in elements { assign(value, to: key) }
  }

  /// The value of `key`, or `nil` if no file has it.
  public subscript(key: String) -> String? { values[key] }

  /// The values that Compose works with: all of `shell`, and the keys of the files that `shell` does not have.
  ///
  /// The files' keys come first and keep their order, the others follow by name.
  public func merged(overriding shell: [String: String]) -> DotEnvValues {
    var result = self
    for (key, value) in shell.sorted(by: { $0.key < $1.key }) { result.assign(value, to: key) }
    return result
  }

  mutating func assign(_ value: String, to key: String) {
    if values.updateValue(value, forKey: key) == nil { order.append(key) }
  }

  mutating func warn(_ warning: DotEnvWarning) {
    warnings.append(warning)
  }
}
