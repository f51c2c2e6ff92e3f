/// Counts measurements by their size, as Prometheus wants them.
struct Histogram {
  /// The upper bounds of the buckets, in seconds.
  let bounds: [Double]
  private var counts: [Int]
  private var sum = 0.0

  init(bounds: [Double]) {
    self.bounds = bounds
    counts = [Int](repeating: 0, count: bounds.count + 1)
  }

  /// For answers of models, which take from milliseconds to minutes.
  static let answerBounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]
  /// For the gateway's own part.
  static let overheadBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1, 1, 10, 60]

  mutating func add(_ seconds: Double) {
    var index = 0
    while index < bounds.count, seconds > bounds[index] { index += 1 }
    counts[index] += 1
    sum += seconds
  }

  /// Writes the lines of one series.
  func write(_ name: String, _ labels: MetricsText.Labels, to text: inout MetricsText) {
    var total = 0
    for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], counts) {
      total += count
      text.sample("\(name)_bucket", labels + [("le", bound)], total)
    }
    text.sample("\(name)_sum", labels, sum)
    text.sample("\(name)_count", labels, total)
  }
}
