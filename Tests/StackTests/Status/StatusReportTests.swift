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
    report.models = zip(try models(), [.degraded(resting: 1, of: 2), .ok]).map { ($0, $1) }
    report.requests = [
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
    ]
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

  @Test(arguments: [
    (0, "0 s"), (59, "59 s"), (60, "1 min"), (119, "1 min"), (3600, "1 h"), (3660, "1 h 1 min"), (90_000, "1 d 1 h"),
    (864_000, "10 d"),
  ])
  func durationsAreShort(seconds: Int, text: String) {
    #expect(StatusReport.duration(seconds) == text)
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
    #expect(ModelHealth(of: "a", in: samples) == .degraded(resting: 1, of: 2))
    #expect(ModelHealth(of: "q\"\\\nz", in: samples) == .resting)
    #expect(ModelHealth(of: "b", in: samples) == .unknown)
    #expect(MetricsSamples("plain", in: "plain 3\n").samples == [.init(value: 3)])
  }
}
