import Foundation
import Testing

/// The parts of the report that the tests look at.
struct ShownUsage: Decodable {
  struct Percentiles: Decodable {
    let p50: Double
    let p95: Double
  }
  struct Figures: Decodable {
    let name: String?
    let requests: Int
    let errors: Int
    let latencyMilliseconds: Percentiles?
    let requestsPerSlot: [Int]?
  }
  let schemaVersion: Int
  let by: String
  let total: Figures
  let groups: [Figures]
}

extension Machine {
  /// The report, as soon as it has so many requests: they are written a moment after their answers.
  func usage(until count: Int) async throws -> ShownUsage {
    let deadline = ContinuousClock.now + .seconds(20)
    while true {
      let outcome = try await run("usage", "--json")
      #expect(outcome.status == 0, "\(outcome)")
      let report = try JSONDecoder().decode(ShownUsage.self, from: Data(outcome.output.utf8))
      guard report.total.requests < count, ContinuousClock.now < deadline else { return report }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
