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

  private func running() throws -> StatusReport {
    var report = report()
    (report.state, report.keeper, report.process) = (.up, .supervisor, 4711)
    (report.uptimeSeconds, report.restarts) = (7500, 1)
    report.models = zip(try models(), [.degraded(resting: 1, of: 2), .failing(status: 502)]).map { ($0, $1) }
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
      RecentRequest(
        createdAt: "2023-11-14 20:00:00.000",
        tool: "claude-code",
        model: "small",
        status: 502,
        latencyMilliseconds: 12,
        error: "connect: refused"
      ),
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
      ComposeService(name: "litellm", state: "running", status: "Up 2 hours (healthy)"),
      ComposeService(name: "redis", state: "exited", status: "Exited (1) 3 minutes ago"),
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

  private func request(_ model: String, _ status: Int, tries: Int = 1, error: String = "") -> RecentRequest {
    RecentRequest(
      createdAt: "2023-11-14 20:00:00.000",
      tool: "codex",
      model: model,
      status: status,
      latencyMilliseconds: 12,
      tries: tries,
      error: error
    )
  }

  @Test(
    arguments: [
      ([(200, 1, "")], .ok), ([(401, 1, "key")], .failing(status: 401)), ([(502, 3, "connect")], .failing(status: 502)),
      // The newest counts.
      ([(200, 1, ""), (429, 1, "quota")], .ok), ([(404, 1, "no such model"), (200, 1, "")], .failing(status: 404)),
      // What is the request's own fault, what no provider was asked for, and what broke off, says nothing.
      ([(400, 1, "too long"), (503, 1, "")], .failing(status: 503)), ([(429, 0, "limit"), (200, 1, "")], .ok),
      ([(200, 1, "closed"), (500, 1, "")], .failing(status: 500)),
      ([(400, 1, ""), (401, 0, "")], .unknown), ([], .unknown),
    ] as [([(Int, Int, String)], ModelHealth)]
  )
  func theLastRequestTellsHowAModelIs(last: [(Int, Int, String)], health: ModelHealth) {
    let requests = RecentRequests(
      [request("other", 500)] + last.map { request("a", $0.0, tries: $0.1, error: $0.2) } + [request("b", 500)]
    )
    #expect(ModelHealth(of: "a", in: nil, requests) == health)
    let resting = MetricsSamples("rests", in: "rests{model=\"a\"} 0\n")
    #expect(ModelHealth(of: "a", in: resting, requests) == (health == .unknown ? .ok : health))
    #expect(ModelHealth(of: "a", in: MetricsSamples("rests", in: "rests{model=\"a\"} 1\n"), requests) == .resting)
  }
}
