import Foundation
import Gateway
import RequestLog
import Secrets
import Testing

@testable import Stack

/// What `status` shows.
struct StatusReportTests {
  private func report(_ kind: EngineKind = .embedded, _ reason: String = "as AGENTPROXY_ENGINE says") -> StatusReport {
    StatusReport(
      EngineChoice(kind: kind, reason: reason, compose: nil),
      address: "http://localhost:4000",
      key: Secret("sk-0123456789abcdef0123456789abcdef")
    )
  }

  private func models() throws -> [ServedModel] {
    let yaml = """
      model_list:
        - {model_name: gpt-5.5, litellm_params: {model: openai/gpt-5.5, api_key: k, api_base: "https://one.test/v1"}}
        - {model_name: gpt-5.5, litellm_params: {model: openai/other, api_key: k, api_base: "https://two.test/v1"}}
        - {model_name: small, litellm_params: {model: anthropic/claude-x, api_key: k, api_base: "https://three.test"}}
      general_settings: {master_key: sk-master-0123456789}
      """
    let (configuration, _) = try ConfigurationReader.read(yaml: yaml, file: "x.yaml", environment: { _ in nil })
    return ServedModel.all(of: configuration)
  }

  private static let refused = RecentRequest(
    createdAt: "2023-11-14 20:00:00.000",
    tool: "claude-code",
    model: "small",
    status: 502,
    latencyMilliseconds: 12,
    error: "connect: refused"
  )

  private func running() throws -> StatusReport {
    var report = report()
    (report.state, report.keeper, report.process) = (.up, .supervisor, 4711)
    (report.uptimeSeconds, report.restarts) = (7500, 1)
    report.models = zip(try models(), [.degraded(resting: 1, of: 2), .failing(Self.refused)]).map { ($0, $1) }
    report.requests = RecentRequests([
      RecentRequest(
        createdAt: "2023-11-14 22:13:11.500",
        tool: "codex",
        model: "gpt-5.5",
        status: 200,
        latencyMilliseconds: 1234,
        inputTokens: 12_345,
        outputTokens: 67
      ),
      Self.refused,
    ])
    return report
  }

  @Test func theScreensAreAsShown() throws {
    let now: Int64 = 1_700_000_000
    try expectGolden("status.txt", try running().text(width: nil, now: now))
    try expectGolden("status-80.txt", try running().text(width: 80, now: now))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try expectGolden("status.json", String(decoding: encoder.encode(try running()), as: UTF8.self) + "\n")

    var texts = [report().text(width: nil, now: now)]
    for state in [StatusReport.State.refusing, .silent, .failed, .down] {
      var other = report()
      (other.state, other.failure, other.process) = (state, "it cannot start", 4711)
      if state == .refusing { (other.keeper, other.key) = (.user, nil) }
      if state == .silent { (other.keeper, other.isSimulated) = (.nobody, true) }
      if state == .down { other.portOwner = "nginx (process 12)" }
      texts.append(other.text(width: nil, now: now))
    }
    var outdated = report()
    (outdated.state, outdated.keeper, outdated.process, outdated.uptimeSeconds) = (.up, .supervisor, 4711, 5)
    outdated.outdated = "AGENTPROXY_BIND or AGENTPROXY_PORT has changed"
    texts.append(outdated.text(width: nil, now: now))
    outdated.state = .silent
    texts.append(outdated.text(width: nil, now: now))
    outdated.outdated = nil
    texts.append(outdated.text(width: nil, now: now))
    var compose = report(.compose, "as `docker compose` works here")
    (compose.state, compose.keeper) = (.up, .containers)
    compose.services = [
      ComposeService(id: "1", container: "c1", name: "litellm", state: "running", status: "Up 2 hours (healthy)"),
      ComposeService(id: "2", container: "c2", name: "redis", state: "exited", status: "Exited (1) 3 minutes ago"),
    ]
    texts.append(compose.text(width: nil, now: now))
    try expectGolden("status-others.txt", texts.joined(separator: "--\n"))
  }

  @Test func metricsAreRead() {
    let text = """
      # TYPE agentproxy_deployment_resting gauge
      agentproxy_deployment_resting{model="a",deployment="a/1"} 1
      agentproxy_deployment_resting{model="a",deployment="a/2"} 0
      agentproxy_deployment_resting{model="q\\"\\\\\\nz",deployment="q"} 1.0
      agentproxy_deployment_resting{model="broken 1
      agentproxy_deployment_resting_other{model="b"} 1
      agentproxy_other{model="b"} 1
      """
    let samples = MetricsSamples("agentproxy_deployment_resting", in: text)
    #expect(samples.samples.count == 3)
    let none = RecentRequests()
    #expect(ModelHealth(of: "a", in: samples, none) == .degraded(resting: 1, of: 2))
    #expect(ModelHealth(of: "q\"\\\nz", in: samples, none) == .resting)
    #expect(ModelHealth(of: "b", in: samples, none) == .unknown)
    #expect(MetricsSamples("plain", in: "plain 3\n").samples == [.init(value: 3)])
  }

  private static func request(
    _ model: String,
    _ status: Int,
    isFromProvider: Bool = true,
    error: String = ""
  ) -> RecentRequest {
    RecentRequest(
      createdAt: "2023-11-14 20:00:00.000",
      tool: "codex",
      model: model,
      status: status,
      latencyMilliseconds: 12,
      isFromProvider: isFromProvider,
      error: error
    )
  }

  /// What is the request's own fault, what no provider was asked for, and what broke off, says nothing.
  private static let silent = [
    request("a", 400, error: "too long"), request("a", 429, isFromProvider: false, error: "limit"),
    request("a", 200, error: "closed"), request("a", 200, isFromProvider: false), request("other", 500),
  ]

  @Test(arguments: [200, 401, 402, 403, 404, 408, 429, 500, 502, 529])
  func theLastRequestTellsHowAModelIs(status: Int) {
    let last = Self.request("a", status)
    // The newest that says something counts.
    let requests = RecentRequests(Self.silent + [last, Self.request("a", status == 200 ? 500 : 200)])
    let health = status == 200 ? ModelHealth.ok : .failing(last)
    #expect(ModelHealth(of: "a", in: nil, requests) == health)
    #expect(ModelHealth(of: "a", in: MetricsSamples("rests", in: "rests{model=\"a\"} 0\n"), requests) == health)
    #expect(ModelHealth(of: "a", in: MetricsSamples("rests", in: "rests{model=\"a\"} 1\n"), requests) == .resting)
  }

  @Test func aModelOfWhichNothingIsKnown() {
    let requests = RecentRequests(Self.silent)
    #expect(ModelHealth(of: "a", in: nil, requests) == .unknown)
    #expect(ModelHealth(of: "a", in: MetricsSamples("rests", in: "rests{model=\"a\"} 0\n"), requests) == .ok)
  }
}
