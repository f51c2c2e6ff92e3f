import Yams

extension FailureCounts {
  /// Reads a `retry_policy`.
  static func retries(_ node: Node, _ name: String, _ reader: inout ConfigurationReader) -> FailureCounts {
    // LiteLLM's has no number for a bad gateway.
    read(node, name, suffix: "Retries", classes: FailureClass.allCases.filter { $0 != .badGateway }, &reader)
  }

  /// Reads an `allowed_fails_policy`.
  static func allowedFails(_ node: Node, _ name: String, _ reader: inout ConfigurationReader) -> FailureCounts {
    read(node, name, suffix: "AllowedFails", classes: FailureClass.allCases, &reader)
  }

  private static func read(
    _ node: Node,
    _ name: String,
    suffix: String,
    classes: [FailureClass],
    _ reader: inout ConfigurationReader
  ) -> FailureCounts {
    var counts = FailureCounts()
    for (key, keyNode, value) in reader.document.pairs(node, name) {
      // A field that is there and has no value is to LiteLLM one that is not there.
      if YAMLDocument.isNull(value) { continue }
      if let failureClass = classes.first(where: { $0.rawValue + suffix == key }) {
        counts.byClass[failureClass] = reader.document.count(value, "\(name).\(key)")
      } else if key == "DefaultRetries", suffix == "Retries" {
        counts.byDefault = reader.document.count(value, "\(name).\(key)")
      } else {
        reader.noteKey(key, keyNode, .none, "\(name).")
      }
    }
    return counts
  }
}
