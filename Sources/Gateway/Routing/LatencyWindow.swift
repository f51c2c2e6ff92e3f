/// How long a deployment's latest answers took.
///
/// Times are nanoseconds of any clock that does not go back.
struct LatencyWindow {
  private var samples: [(time: Int64, seconds: Double)] = []
  /// Where the next sample goes once there are as many as count.
  private var next = 0

  /// What an answer that never came counts as, as in LiteLLM.
  static let timeoutSeconds = 1000.0

  /// Takes a measurement, in the place of the oldest if there are enough.
  mutating func add(_ seconds: Double, at now: Int64, keeping count: Int) {
    if samples.count < count {
      samples.append((now, seconds))
    } else {
      samples[next] = (now, seconds)
      next = (next + 1) % samples.count
    }
  }

  /// The mean of those that still count; zero where there is none, so that an unknown deployment is tried first.
  func mean(at now: Int64, lifetimeSeconds: Double) -> Double {
    let oldest = now - Int64(lifetimeSeconds * 1e9)
    var sum = 0.0
    var count = 0
    for sample in samples where sample.time >= oldest {
      sum += sample.seconds
      count += 1
    }
    return count == 0 ? 0 : sum / Double(count)
  }
}
