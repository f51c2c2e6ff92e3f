/// The samples of one metric, read from Prometheus' text format.
struct MetricsSamples: Equatable {
  /// One of them.
  struct Sample: Equatable {
    var labels: [String: String] = [:]
    var value: Double
  }

  private(set) var samples: [Sample] = []

  /// None.
  init() {}

  /// Reads a metric.
  ///
  /// - Parameters:
  ///   - name: the metric's name.
  ///   - text: the answer of `GET /metrics`. Lines that cannot be understood are passed over.
  init(_ name: String, in text: String) {
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      var rest = line.dropFirst(name.count)
      var labels: [String: String] = [:]
      if rest.first == "{" {
        guard let read = Self.labels(&rest) else { continue }
        labels = read
      }
      guard rest.first == " ", let value = Double(rest.dropFirst().prefix { $0 != " " }) else { continue }
      samples.append(Sample(labels: labels, value: value))
    }
  }

  /// The samples of each value of a label.
  func grouped(by label: String) -> [String: MetricsSamples] {
    var groups: [String: MetricsSamples] = [:]
    for sample in samples { groups[sample.labels[label] ?? "", default: MetricsSamples()].samples.append(sample) }
    return groups
  }

  /// Takes `{name="value",…}` from the beginning of a text.
  private static func labels(_ text: inout Substring) -> [String: String]? {
    var labels: [String: String] = [:]
    text = text.dropFirst()
    while let first = text.first, first != "}" {
      let name = text.prefix { $0 != "=" }
      text = text.dropFirst(name.count)
      guard text.hasPrefix("=\"") else { return nil }
      text = text.dropFirst(2)
      var value = ""
      while let character = text.popFirst(), character != "\"" {
        guard character == "\\" else {
          value.append(character)
          continue
        }
        guard let escaped = text.popFirst() else { return nil }
        value.append(escaped == "n" ? "\n" : escaped)
      }
      labels[String(name)] = value
      if text.first == "," { text = text.dropFirst() }
    }
    guard text.popFirst() == "}" else { return nil }
    return labels
  }
}
