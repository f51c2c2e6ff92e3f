import Foundation
import Provisioning
import Testing

@testable import Doctor

/// What must not be shown is not.
struct RedactionTests {
  @Test func secretsAndTheHomeFolder() async throws {
    let setup = try await Setup()
    let redaction = Redaction(setup.context())
    let key = try #require(setup.context().env?["LITELLM_MASTER_KEY"])
    let text = redaction("\(setup.home)/x: \(Setup.openAIKey) \(key) http://llm.acme.test")
    #expect(text == "~/x: sk-…cdef sk-…\(key.suffix(4)) http://llm.acme.test")
  }

  @Test func whatEverybodyMayRead() async throws {
    let setup = try await Setup(
      ["OPENAI_API_BASE=https://llm.acme.test:8443/v1"],
      environment: ["USER": "jane", "HOSTNAME": "janes-laptop.acme.test"]
    )
    let redaction = Redaction.forEverybody(setup.context())
    let text = redaction(
      "jane at janes-laptop.acme.test or janes-laptop; \(setup.project.folder)/.env; llm.acme.test:8443; janet stays"
    )
    #expect(text == "USER at HOST or HOST; CLONE/.env; OPENAI-HOST:8443; janet stays")
  }

  /// Hosts that stand in the tools' own files, in whatever way they are written.
  @Test func hostsThatNobodyIsToKnow() async throws {
    let setup = try await Setup(environment: ["NO_PROXY": "localhost,.corp.acme.example,intranet"])
    let redaction = Redaction.forEverybody(setup.context())
    for (text, shown) in [
      (
        "base_url=https://codex.acme.example/v1, not http://codex.acme.example:81; codex.acme.example",
        "base_url=https://HOST-3/v1, not http://HOST-3:81; HOST-3"
      ),
      (
        "\"ANTHROPIC_BASE_URL\": \"http://gw:8080\" of the gw at 10.1.2.3:99",
        "\"ANTHROPIC_BASE_URL\": \"http://HOST-3:8080\" of the gw at HOST-4:99"
      ),
      ("https://jane:pw@llm.acme.example/", "https://USER@HOST-3/"),
      ("llm-1.acme.example:8443 has no address", "HOST-3:8443 has no address"),
      ("http://[fd00::1]:8080 and http://[::1]:8080", "http://HOST-3:8080 and http://[::1]:8080"),
      ("export NO_PROXY=localhost,.corp.acme.example,intranet", "export NO_PROXY=localhost,.HOST-1,HOST-2"),
    ] {
      #expect(redaction(text) == shown)
    }
    for text in [
      "http://localhost:4000/v1, http://127.0.0.1:4000, http://litellm:4000, https://api.openai.com/v1",
      "config.toml:12: https://api.anthropic.com; docker-compose.yml:30; .env:12; 2026-01-01 10:30 UTC; postgres:16",
    ] {
      #expect(redaction(text) == text)
    }
  }

  @Test func ordinaryWordsAreLeftAlone() async throws {
    let setup = try await Setup(
      ["AGENTPROXY_PROVIDERS=OPENAI,ANTHROPIC,ACME", "ACME_API_BASE=https://user:pw@llm.acme.test/v1"],
      environment: ["USER": "me", "HOSTNAME": "pc", "LOGNAME": "API"]
    )
    let redaction = Redaction.forEverybody(setup.context())
    #expect(redaction("OPENAI_API_BASE has a user name in it, me") == "OPENAI_API_BASE has a user name in it, me")
    #expect(redaction("https://user:pw@llm.acme.test/v1") == "https://USER@PROVIDER-1-HOST/v1")
  }

  /// A company calls a provider by its own name as often as not.
  @Test func theNamesOfProviders() async throws {
    let setup = try await Setup([
      "AGENTPROXY_PROVIDERS=CONTOSO,fabrikam", "CONTOSO_API_BASE=https://llm.contoso.test/v1",
      "CONTOSO_API_KEY=contoso-0123456789", "CONTOSO_MODELS=m",
    ])
    try setup.set("NORTHWIND_API_BASE", "https://llm.northwind.test")
    let redaction = Redaction.forEverybody(setup.context())
    for (text, shown) in [
      ("CONTOSO at llm.contoso.test cannot be reached", "PROVIDER-1 at PROVIDER-1-HOST cannot be reached"),
      ("check CONTOSO_API_BASE in .env; FABRIKAM_MODELS", "check PROVIDER-1_API_BASE in .env; PROVIDER-2_MODELS"),
      ("models add a=b --provider contoso", "models add a=b --provider PROVIDER-1"),
      ("NORTHWIND_API_BASE is not read", "PROVIDER-3_API_BASE is not read"),
      ("OPENAI and ANTHROPIC_API_KEY, CONTOSOS", "OPENAI and ANTHROPIC_API_KEY, CONTOSOS"),
    ] { #expect(redaction(text) == shown) }
  }

  @Test func aHostHasOneNameInAllOfAReport() async throws {
    let setup = try await Setup()
    func result(_ outcome: Outcome) -> CheckResult {
      CheckResult(id: "a.b", section: .host, title: "b", isQuiet: false, outcome: outcome, milliseconds: 0)
    }
    let report = Report(
      version: "1.2.3",
      platform: "Linux x86_64",
      results: [
        result(.failed("https://a.acme.example", .fix(.initialize(["X_API_BASE=https://b.acme.example/v1"])))),
        result(.passed("asks b.acme.example, a.acme.example, http://c")),
      ],
      milliseconds: 0
    )
    let text = ReportText.forEverybody(report, setup.context())
    #expect(text.contains("https://HOST-1\n"), "\(text)")
    #expect(text.contains("X_API_BASE=https://HOST-2/v1"), "\(text)")
    #expect(text.contains("asks HOST-2, HOST-1, http://HOST-3"), "\(text)")
    #expect(ReportText.isReport(Array(text.utf8)))
    #expect(!ReportText.isReport(Array("agentproxy-setup up\n".utf8)))
  }
}
