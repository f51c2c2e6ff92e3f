/// What a template's tags stand for, by name.
public struct Values: Sendable, ExpressibleByDictionaryLiteral {
  /// One thing that a tag can name.
  public enum Value: Sendable {
    /// Written by `{{name}}`, quoted as the format wants it.
    case text(String)
    /// Written by `{{name}}` in decimal digits.
    case number(Int)
    /// Decides whether `{{#name}}…{{/name}}` or `{{^name}}…{{/name}}` is written.
    case flag(Bool)
    /// Repeats `{{#name}}…{{/name}}` once for each element, whose names hide those outside.
    case list([Values])
  }

  private var named: [String: Value]

  /// Names each value.
  public init(dictionaryLiteral elements: (String, Value)...) {
    named = Dictionary(elements) { _, last in last }
  }

  /// The value called `name`.
  public subscript(name: String) -> Value? {
    get { named[name] }
    set { named[name] = newValue }
  }

  /// These values, hidden where `inner` uses the same name.
  func merging(_ inner: Values) -> Values {
    var merged = self
    merged.named.merge(inner.named) { _, inner in inner }
    return merged
  }
}
