internal import NIOCore
internal import NIOHTTP1
public import Secrets
internal import WireFormats

/// Asks models, several at a time.
public struct ModelTesting: Sendable {
  /// So many questions are under way at once: more would meet the providers' own limits.
  private static let width = 8
  /// How much of a provider's message is shown.
  private static let longestMessage = 200

  private let client: GatewayClient
  private let patience: TimeAmount
  private let secrets: [Secret]

  /// Asks through `client`.
  ///
  /// - Parameters:
  ///   - client: the gateway.
  ///   - seconds: how long to wait for each answer.
  ///   - secrets: what must not be shown, should a provider repeat it in an error.
  public init(_ client: GatewayClient, seconds: Int, secrets: [Secret]) {
    self.client = client
    patience = .seconds(Int64(seconds))
    self.secrets = secrets + [client.endpoint.key]
  }

  /// Runs tests.
  ///
  /// - Parameters:
  ///   - tests: what to ask.
  ///   - progress: gets the number of those that are done.
  /// - Returns: the results, in the order of the tests.
  public func run(_ tests: [ModelTest], progress: (Int) -> Void) async -> [ModelTestResult] {
    var results = [ModelTestResult?](repeating: nil, count: tests.count)
    await withTaskGroup(of: (Int, ModelTestResult).self) { group in
      var next = 0
      var done = 0
      func begin() {
        guard next < tests.count else { return }
        let index = next
        group.addTask { (index, await run(tests[index])) }
        next += 1
      }
      for _ in 0..<Self.width { begin() }
      while let (index, result) = await group.next() {
        results[index] = result
        done += 1
        progress(done)
        begin()
      }
    }
    return Self.settled(results.compactMap(\.self))
  }

  private func run(_ test: ModelTest) async -> ModelTestResult {
    let start = ContinuousClock.now
    func result(_ verdict: Verdict, _ status: Int?, _ message: String?) -> ModelTestResult {
      let time = (ContinuousClock.now - start) / .milliseconds(1)
      return ModelTestResult(test: test, verdict: verdict, status: status, milliseconds: time, message: message)
    }
    do throws(GatewayClient.Fault) {
      let body = test.body(number: UInt64.random(in: 0..<1 << 32))
      let answer = try await client.send(.POST, "/v1" + test.format.path, body: body, patience: patience)
      let verdict = Verdict(status: answer.status, body: answer.body, model: test.model)
      return result(verdict, answer.status, verdict == .ok ? nil : message(answer))
    } catch {
      return switch error {
      case .timeout: result(.timeout, nil, nil)
      case .down(let reason), .broken(let reason): result(.gatewayDown, nil, reason)
      }
    }
  }

  private func message(_ answer: GatewayClient.Answer) -> String? {
    guard var text = ProviderError.message(in: answer.body.span) else { return nil }
    for secret in secrets where !secret.exposed.isEmpty { text = text.replacing(secret.exposed, with: secret.masked) }
    let line = String(text.map { $0.isNewline || $0 == "\u{1B}" ? " " : $0 })
    return line.count > Self.longestMessage ? line.prefix(Self.longestMessage) + "…" : line
  }

  /// A base URL that another format of the same model was answered from is not wrong: that format is not spoken there.
  static func settled(_ results: [ModelTestResult]) -> [ModelTestResult] {
    results.map { result in
      guard result.verdict == .wrongBaseURL, result.status == 404 || result.status == 405,
        results.contains(where: { $0.test.model == result.test.model && $0.verdict == .ok })
      else { return result }
      var settled = result
      settled.verdict = .notThisFormat
      return settled
    }
  }
}
