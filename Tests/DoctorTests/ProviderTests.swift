import Doctor
import FakeUpstream
import Foundation
import Synchronization
import Testing

/// Those who answer the models.
struct ProviderTests {
  private static let network = ["--no-network", "--live", "no provider could be"]

  private func results(_ setup: Setup) async -> [CheckResult] {
    await examine(setup.context(), only: ["providers"], network: true)
  }

  /// Runs a provider of OpenAI's kind that answers so, beside one of Anthropic's kind that is well.
  private func run(
    _ answer: @escaping @Sendable (FakeUpstream.Request) -> FakeUpstream.Reply,
    environment: [String: String] = [:],
    _ body: ([CheckResult], FakeUpstream) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(.respond(Chain.goodProvider)) { good in
      try await FakeUpstream.run(.respond(answer)) { odd in
        let setup = try await Setup(
          ["OPENAI_API_BASE=\(odd.origin)/v1", "ANTHROPIC_API_BASE=\(good.origin)"],
          environment: environment
        )
        try await body(await results(setup), odd)
      }
    }
  }

  @Test func providersThatAreWell() async throws {
    try await run(Chain.goodProvider) { results, provider in
      expectOnly([], in: results)
      #expect(results["providers.models"]?.outcome == .passed("OPENAI lists 3, ANTHROPIC lists 3"))
      // Each was asked for its list, and for nothing that costs.
      #expect(provider.requests.map(\.path) == ["/v1/models"])
      #expect(provider.requests[0].header("authorization") == "Bearer \(Setup.openAIKey)")
    }
  }

  /// Runs a provider that is not well, does what the remedy says, and expects that it is well then.
  ///
  /// - Parameters:
  ///   - id: the check that complains.
  ///   - assignments: more of `.env`; `ORIGIN` stands for the provider's own.
  ///   - answer: what the provider says.
  ///   - remedy: the beginning of the remedy.
  ///   - following: does what it says.
  /// - Throws: what `following` throws, or when the check does not complain.
  private func follow(
    _ id: String,
    _ assignments: [String] = [],
    answer: @escaping @Sendable (FakeUpstream.Request) -> FakeUpstream.Reply,
    remedy: String,
    following: (Setup, Finding, FakeUpstream) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(.respond(answer)) { provider in
      let base = ["OPENAI_API_BASE=\(provider.origin)/v1", "ANTHROPIC_API_KEY="]
      let setup = try await Setup(base + assignments.map { $0.replacing("ORIGIN", with: provider.origin) })
      let results = await results(setup)
      expectOnly([id], in: results, orSkippedFor: Self.network)
      let finding = try #require(results[id]?.outcome.finding)
      #expect(finding.remedy?.text.hasPrefix(remedy) == true, "\(finding)")
      try await following(setup, finding, provider)
      expectOnly([], in: await self.results(setup))
    }
  }

  @Test func aNewKeyIsTaken() async throws {
    let new = "sk-provider-new-0123456789abcdef0123456789abcdef"
    try await follow(
      "providers.key",
      answer: { $0.header("authorization") == "Bearer \(new)" ? Chain.goodProvider($0) : .error(401, "no", as: .chat) },
      remedy: "agentproxy-setup init --set OPENAI_API_KEY=…"
    ) { setup, finding, _ in
      let text = try #require(finding.remedy).text.replacing("…", with: new)
      let words = text.split(separator: " ").map(String.init)
      #expect(words[..<3] == ["agentproxy-setup", "init", "--set"])
      try await setup.initialize([words[3]])
    }
  }

  @Test func theRightBaseURLIsTaken() async throws {
    try await follow(
      "providers.base-url",
      ["OPENAI_API_BASE=ORIGIN/web/v1"],
      answer: { $0.path.hasPrefix("/web") ? .body("<!doctype html>", type: "text/html") : Chain.goodProvider($0) },
      remedy: "check OPENAI_API_BASE in .env, which ends in /v1"
    ) { setup, _, provider in try setup.set("OPENAI_API_BASE", "\(provider.origin)/v1") }
  }

  @Test(arguments: [
    ("providers.quota", 402, "look at the provider's plan and billing, or try again later"),
    ("providers.health", 503, "try again later"),
  ])
  func aProviderThatIsWellLater(id: String, status: Int, remedy: String) async throws {
    let isWell = Mutex(false)
    try await follow(
      id,
      answer: { isWell.withLock(\.self) ? Chain.goodProvider($0) : .error(status, "no", as: .chat) },
      remedy: remedy
    ) { _, _, _ in isWell.withLock { $0 = true } }
  }

  @Test func theProvidersOwnNameOfAModelIsTaken() async throws {
    try await follow(
      "providers.models",
      answer: { _ in
        let names = ["gpt-5.5-2026-01-01"].map { #"{"id":"\#($0)"}"# }
        return .body(#"{"data":[\#(names.joined(separator: ","))]}"#)
      },
      remedy: "agentproxy-setup models add gpt-5.5=gpt-5.5-2026-01-01 --provider openai"
    ) { setup, finding, _ in try await setup.mend(finding) }
  }

  @Test func anAddressWhereSomebodyListens() async throws {
    try await FakeUpstream.run(.respond(Chain.goodProvider)) { good in
      let setup = try await Setup(["ANTHROPIC_API_KEY="])
      let broken = await results(setup)
      expectOnly(["providers.reachable"], in: broken, orSkippedFor: Self.network)
      let remedy = broken["providers.reachable"]?.outcome.finding?.remedy?.text
      #expect(remedy?.hasPrefix("check OPENAI_API_BASE in .env") == true, "\(broken)")
      try setup.set("OPENAI_API_BASE", "\(good.origin)/v1")
      expectOnly([], in: await results(setup))
    }
  }

  @Test func aKeyIsNotCutInTwo() async throws {
    try await run { _ in
      .error(401, "\(String(repeating: "x", count: 130)) \(Setup.openAIKey)", as: .chat)
    } _: { results, _ in
      expectOnly(["providers.key"], in: results)
      #expect(results["providers.key"]?.outcome.finding?.message.contains("xxx sk-…") == true, "\(results)")
      #expect(!"\(results)".contains(Setup.openAIKey.prefix(12)), "\(results)")
    }
  }

  @Test func aProviderWithoutAListIsAskedWithoutWords() async throws {
    try await run { request in
      request.method == "GET"
        ? .error(404, "no such path", as: .chat) : .error(400, "messages: at least one is required", as: .chat)
    } _: { results, provider in
      expectOnly([], in: results)
      #expect(provider.requests.map(\.path) == ["/v1/models", "/v1/chat/completions"])
      #expect((provider.requests[1].json["messages"] as? [Any])?.isEmpty == true)
    }
  }

  @Test(arguments: [
    (401, "Incorrect API key provided", "providers.key"), (403, "forbidden", "providers.key"),
    (402, "insufficient balance", "providers.quota"), (429, "You exceeded your current quota", "providers.quota"),
    (500, "something went wrong", "providers.health"), (503, "overloaded", "providers.health"),
  ])
  func anErrorIsToldApart(status: Int, message: String, id: String) async throws {
    try await run { _ in
      .error(status, "\(message): \(Setup.openAIKey)", as: .chat)
    } _: { results, _ in
      expectOnly([id], in: results)
      let finding = try #require(results[id]?.outcome.finding)
      #expect(finding.message.hasPrefix("OPENAI ") && finding.message.contains(message), "\(finding)")
      #expect(!finding.message.contains(Setup.openAIKey), "\(finding)")
      #expect(finding.remedy != nil)
    }
  }

  @Test func aKeyThatIsRefusedWhereThereIsNoList() async throws {
    try await run { request in
      request.method == "GET" ? .error(404, "no such path", as: .chat) : .error(401, "no", as: .chat)
    } _: { results, _ in
      expectOnly(["providers.key"], in: results)
      let remedy = results["providers.key"]?.outcome.finding?.remedy
      #expect(remedy == .command("agentproxy-setup init --set OPENAI_API_KEY=…"))
    }
  }

  @Test func aWebPageInPlaceOfAnAPI() async throws {
    try await run { _ in
      .body("<!doctype html>", type: "text/html")
    } _: { results, _ in
      expectOnly(["providers.base-url"], in: results)
      let message = results["providers.base-url"]?.outcome.finding?.message ?? ""
      #expect(message.contains("a page that is no JSON") && message.hasSuffix("the base URL is wrong"), "\(message)")
    }
  }

  @Test func aPathWhereNothingIs() async throws {
    try await run { _ in
      .body(#"{"detail":"Not Found"}"#, status: 404)
    } _: { results, _ in
      expectOnly(["providers.base-url"], in: results)
    }
  }

  /// A provider with chat completions alone. The embedded gateway finds that out, LiteLLM has to be told.
  @Test func aProviderWithoutResponses() async throws {
    let chatOnly: @Sendable (FakeUpstream.Request) -> FakeUpstream.Reply = { request in
      request.path.hasSuffix("/responses") ? .error(404, "no such path", as: .chat) : Chain.goodProvider(request)
    }
    try await FakeUpstream.run(.respond(chatOnly)) { provider in
      let setup = try await Setup([
        "OPENAI_API_BASE=\(provider.origin)/v1", "ANTHROPIC_API_KEY=", "AGENTPROXY_ENGINE=compose",
      ])
      let results = await results(setup)
      expectOnly(["providers.wire-api"], in: results)
      #expect(provider.requests.last?.json.isEmpty == true, "it is asked for something")
      let finding = try #require(results["providers.wire-api"]?.outcome.finding)
      #expect(finding.message.hasPrefix("OPENAI has no Responses API"), "\(finding)")
      try await setup.mend(finding)
      expectOnly([], in: await self.results(setup))
      try await setup.initialize(["OPENAI_WIRE_API=", "AGENTPROXY_ENGINE=embedded"])
      expectOnly([], in: await self.results(setup))
    }
  }

  @Test func aModelThatIsNotListed() async throws {
    try await run { _ in
      .body(#"{"data":[{"id":"gpt-5.5-2026-01-01"}]}"#)
    } _: { results, _ in
      expectOnly(["providers.models"], in: results)
      #expect(results["providers.models"]?.status == .warning)
      let remedy = results["providers.models"]?.outcome.finding?.remedy
      #expect(remedy == .command("agentproxy-setup models add gpt-5.5=gpt-5.5-2026-01-01 --provider openai"))
    }
  }

  @Test func aModelThatIsNotThere() async throws {
    try await run { request in
      request.method == "GET"
        ? .error(404, "no such path", as: .chat) : .error(404, "The model `gpt-5.5` does not exist", as: .chat)
    } _: { results, _ in
      expectOnly(["providers.models"], in: results)
      #expect(results["providers.models"]?.status == .failed)
    }
  }

  @Test func nobodyListensThere() async throws {
    try await FakeUpstream.run(.respond(Chain.goodProvider)) { good in
      let setup = try await Setup(["ANTHROPIC_API_BASE=\(good.origin)"])
      let results = await results(setup)
      expectOnly(["providers.reachable"], in: results)
      let message = results["providers.reachable"]?.outcome.finding?.message
      #expect(message == "OPENAI at 127.0.0.1:9 cannot be reached: connection refused")
      // The other one is looked at all the same.
      #expect(results["providers.key"]?.outcome == .passed("accepted"))
    }
  }

  @Test func aNameWithoutAnAddress() async throws {
    let setup = try await Setup(["OPENAI_API_BASE=http://llm.invalid/v1", "ANTHROPIC_API_KEY="])
    let results = await results(setup)
    expectOnly(["providers.reachable"], in: results, orSkippedFor: Self.network)
    #expect(results["providers.reachable"]?.outcome.finding?.message.contains("llm.invalid") == true, "\(results)")
  }

  @Test func aCertificateThatNobodyTrusts() async throws {
    try await FakeUpstream.run(.respond(Chain.goodProvider), tls: .selfSigned) { provider in
      let base = "https://localhost:\(provider.port)/v1"
      let setup = try await Setup(["OPENAI_API_BASE=\(base)", "ANTHROPIC_API_KEY="])
      let results = await results(setup)
      expectOnly(["providers.tls"], in: results, orSkippedFor: Self.network)
      let finding = try #require(results["providers.tls"]?.outcome.finding)
      #expect(finding.message.contains("signed by itself"), "\(finding)")
      #expect(finding.remedy == .command("export SSL_CERT_FILE=/path/to/your-company-ca.pem"))

      let authority = "\(setup.root)/ca.pem"
      try setup.write(FakeUpstream.certificatePEM, to: authority)
      var context = setup.context()
      context.environment["SSL_CERT_FILE"] = authority
      expectOnly([], in: await examine(context, only: ["providers"], network: true))
    }
  }

  @Test func aProxyThatCannotBeUsed() async throws {
    let setup = try await Setup(environment: ["HTTPS_PROXY": "socks5://127.0.0.1:1"])
    let results = await results(setup)
    expectOnly(["providers.proxy"], in: results)
    #expect(results["providers.key"]?.outcome == .skipped("providers.proxy failed"))
    let remedy = try #require(results["providers.proxy"]?.outcome.finding?.remedy)
    #expect(remedy.text.contains("http://"), "\(remedy)")
    // With the other form, and a list for the gateway, for which there is a warning of its own.
    var context = setup.context()
    context.environment["HTTPS_PROXY"] = "http://127.0.0.1:1"
    context.environment["NO_PROXY"] = "localhost"
    expectOnly([], in: await examine(context, only: ["providers"]))
  }

  @Test func aProxyThatToolsWouldAskForTheGateway() async throws {
    let setup = try await Setup(environment: ["HTTPS_PROXY": "http://127.0.0.1:1"])
    let results = await examine(setup.context(), only: ["providers"])
    expectOnly(["providers.proxy"], in: results)
    let command = "export NO_PROXY=localhost no_proxy=localhost"
    #expect(results["providers.proxy"]?.outcome.finding?.remedy == .command(command))
    var context = setup.context()
    context.environment["NO_PROXY"] = "other.test"
    let further = "export NO_PROXY=other.test,localhost no_proxy=other.test,localhost"
    #expect(try await outcome("providers.proxy", context).finding?.remedy == .command(further))
    context.environment["NO_PROXY"] = "other.test,localhost"
    expectOnly([], in: await examine(context, only: ["providers"]))
  }

  @Test func noProviderAtAll() async throws {
    let setup = try await Setup(["OPENAI_API_KEY=", "ANTHROPIC_API_KEY="])
    let results = await results(setup)
    expectOnly(["env.no-provider"], in: results)
  }

  /// As HTTP writes a time.
  private static func date(_ seconds: Int) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
  }

  @Test(arguments: [
    (720, Status.warning, "12 minutes ahead of"), (-11_000, .warning, "3 hours behind"),
    (-200_000, .failed, "2 days behind"),
  ])
  func aClockThatIsNotTheProviders(difference: Int, status: Status, words: String) async throws {
    let now = Int(Date.now.timeIntervalSince1970)
    let provider: @Sendable (FakeUpstream.Request) -> FakeUpstream.Reply = {
      Chain.goodProvider($0).adding((name: "Date", value: Self.date(now)))
    }
    try await FakeUpstream.run(.respond(provider)) { provider in
      let setup = try await Setup(["OPENAI_API_BASE=\(provider.origin)/v1", "ANTHROPIC_API_KEY="])
      var context = setup.context()
      context.now = now + difference
      let results = await examine(context, only: ["providers"], network: true)
      expectOnly(["providers.clock"], in: results)
      let found = try #require(results["providers.clock"])
      #expect(found.status == status)
      #expect(found.outcome.finding?.message == "this machine's clock is \(words) OPENAI's")
      #expect(found.outcome.finding?.remedy == .command("sudo timedatectl set-ntp true"))
      // Nothing was asked for its sake.
      #expect(provider.requests.map(\.path) == ["/v1/models"])

      context = setup.context()
      context.now = now + 200
      let right = await examine(context, only: ["providers"], network: true)
      expectOnly([], in: right)
      #expect(right["providers.clock"]?.outcome == .passed("as at OPENAI"))
    }
  }

  @Test func oneProviderThatAgreesIsEnough() async throws {
    let now = Int(Date.now.timeIntervalSince1970)
    try await FakeUpstream.run(
      .respond { Chain.goodProvider($0).adding((name: "Date", value: Self.date(now - 90_000))) }
    ) { wrong in
      try await FakeUpstream.run(
        .respond { Chain.goodProvider($0).adding((name: "Date", value: Self.date(now))) }
      ) { right in
        let setup = try await Setup(["OPENAI_API_BASE=\(wrong.origin)/v1", "ANTHROPIC_API_BASE=\(right.origin)"])
        let results = await results(setup)
        expectOnly([], in: results)
        #expect(results["providers.clock"]?.outcome == .passed("as at ANTHROPIC"))
      }
    }
  }
}
