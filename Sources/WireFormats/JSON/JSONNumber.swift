/// A JSON number by its digits: `1.0`, `1` and `1e0` are three of them, and none loses precision.
struct JSONNumber: Sendable, Hashable {
  /// The number as it is written.
  let text: String

  /// Takes digits that are a JSON number.
  init(text: String) {
    self.text = text
  }

  init(_ value: Int) {
    text = String(value)
  }

  /// The value, if it is whole and fits. Some clients write counts as `4096.0`.
  var int: Int? {
    if let whole = Int(text) { return whole }
    guard let value = Double(text) else { return nil }
    return Int(exactly: value)
  }

  /// The nearest floating-point value.
  var double: Double { Double(text) ?? .infinity }
}
