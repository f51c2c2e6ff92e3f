import Diagnostics
import Testing

@testable import Provisioning

/// What is wrong with a file: each finding with its line and how bad it is.
struct SettingsLintTests {
  /// A file without any finding; the cases add one line each, which is then line 6.
  private static let clean = """
    LITELLM_MASTER_KEY=sk-0123456789abcdef0123456789abcdef
    OPENAI_API_KEY=token-openai-1
    OPENAI_API_BASE=https://llm.company.net/v1
    ANTHROPIC_API_KEY=token-anthropic-1
    ANTHROPIC_API_BASE=https://llm.company.net/anthropic

    """

  private func expectFinding(_ text: String, _ expected: [String]) throws {
    let findings = try lint(text).findings
    #expect(findings.map { "\($0.line ?? 0) \($0.severity.rawValue) \($0.id)" } == expected)
    for finding in findings {
      #expect(finding.file == ".env")
      #expect(finding.hint?.isEmpty == false)
      #expect(finding.message.last != ".")
    }
  }

  @Test func aGoodFileHasNoFinding() throws {
    try expectFinding(Self.clean, [])
  }

  @Test func aMissingTokenIsAWarning() throws {
    try expectFinding("", ["0 warning env.no-provider"])
  }

  @Test(arguments: [
    // Tokens.
    ("OPENAI_API_KEY=your-openai-key", "warning env.placeholder"),
    ("OPENAI_API_KEY=sk-CHANGEME", "warning env.placeholder"),
    ("OPENAI_API_KEY=<token>", "warning env.placeholder"),
    ("OPENAI_API_KEY=$(pass show key)", "error env.command"),
    ("OPENAI_API_KEY=`pass`x", "error env.command"),
    ("OPENAI_API_KEY='to ken'", "error env.key-white-space"),
    ("OPENAI_API_KEY=' token'", "error env.key-white-space"),
    ("OPENAI_API_KEY=Bearer token", "error env.key-white-space"),
    ("OPENAI_API_KEY='\"token\"'", "error env.key-quotes"),
    ("OPENAI_API_KEY=“token”", "error env.key-quotes"),
    ("OPENAI_API_KEY=tokén", "error env.key-characters"),
    ("OPENAI_API_KEY=to$ken", "error env.dollar"),
    ("OPENAI_API_KEY=sk-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "warning env.mixed-up"),
    ("EMPLOYER_TOKEN=token", "warning env.unused-token"),
    // The master key.
    ("LITELLM_MASTER_KEY=$(openssl rand -hex 32)", "error env.command"),
    ("LITELLM_MASTER_KEY=your-master-key", "error env.placeholder"),
    ("LITELLM_MASTER_KEY=token-openai-1", "error env.mixed-up"),
    ("LITELLM_MASTER_KEY=sk-ant-api03-0123456789", "error env.mixed-up"),
    ("LITELLM_MASTER_KEY=sk-proj-0123456789abcdef", "error env.mixed-up"),
    ("LITELLM_MASTER_KEY=sk-1234", "error env.weak-key"),
    ("LITELLM_MASTER_KEY=sk-1234567890", "warning env.weak-key"),
    ("LITELLM_MASTER_KEY=0123456789abcdef0123456789abcdef", "note env.key-prefix"),
    ("POSTGRES_PASSWORD=changeme", "error env.placeholder"),
    // Base URLs.
    ("OPENAI_API_BASE=https://api.your-provider.com/v1", "warning env.placeholder"),
    ("OPENAI_API_BASE=https://api.example.com/v1", "warning env.placeholder"),
    ("OPENAI_API_BASE=llm.company.net/v1", "error env.base-scheme"),
    ("OPENAI_API_BASE=localhost:8080/v1", "error env.base-scheme"),
    ("OPENAI_API_BASE=ftp://llm.company.net/v1", "error env.base-scheme"),
    ("OPENAI_API_BASE=https:///v1", "error env.base-scheme"),
    ("OPENAI_API_BASE='https://llm. company.net/v1'", "error env.base-characters"),
    ("OPENAI_API_BASE=https://llm.company.net/v1/chat/completions", "error env.base-path"),
    ("OPENAI_API_BASE=https://llm.company.net/v1/responses/", "error env.base-path"),
    ("ANTHROPIC_API_BASE=https://llm.company.net/v1/messages", "error env.base-path"),
    ("OPENAI_API_BASE=https://llm.company.net/v1/v1", "error env.base-version"),
    ("ANTHROPIC_API_BASE=https://llm.company.net/v1", "error env.base-version"),
    ("ANTHROPIC_API_BASE=https://llm.company.net/v1/", "error env.base-version"),
    ("ANTHROPIC_API_BASE=https://llm.company.net/", "error env.base-slash"),
    ("OPENAI_API_BASE=https://llm.company.net", "note env.base-version"),
    ("OPENAI_API_BASE=https://llm.company.net/v1?key=1", "error env.base-query"),
    ("OPENAI_API_BASE=http://llm.company.net/v1", "warning env.base-plain-http"),
    ("OPENAI_API_BASE=https://user:pass@llm.company.net/v1", "warning env.base-credentials"),
    ("OPENAI_API_BASE=http://localhost:4000/v1", "error env.base-loop"),
    // Choices.
    ("AGENTPROXY_PORT=http", "error env.port"),
    ("AGENTPROXY_PORT=0", "error env.port"),
    ("AGENTPROXY_PORT=65536", "error env.port"),
    ("AGENTPROXY_BIND=everywhere", "error env.bind"),
    ("AGENTPROXY_BIND=10.0.0.0/8", "error env.bind"),
    ("AGENTPROXY_BIND=0.0.0.0", "warning env.bind-open"),
    ("AGENTPROXY_TLS_PORT=99999", "error env.port"),
    ("AGENTPROXY_TLS_PORT=4000\nCOMPOSE_PROFILES=tls", "error env.port"),
    ("AGENTPROXY_TLS_PORT=4000\nAGENTPROXY_ALLOWED_IPS=10.0.0.1", "error env.port"),
    ("AGENTPROXY_TLS_BIND=everywhere", "error env.bind"),
    ("AGENTPROXY_TLS_BIND=0.0.0.0\nCOMPOSE_PROFILES=tls", "warning env.bind-open"),
    ("AGENTPROXY_TLS_HOST=https://llm.acme.test", "error env.tls-host"),
    ("AGENTPROXY_TLS_HOST=llm.acme.test:443", "error env.tls-host"),
    ("AGENTPROXY_TLS_HOST='a b'", "error env.tls-host"),
    ("AGENTPROXY_TLS_HOST=a,b", "error env.tls-host"),
    ("AGENTPROXY_BIND=::\nAGENTPROXY_ALLOWED_IPS=fd00::/8", "error env.allowed-ipv6"),
    ("AGENTPROXY_BIND=fd00::1\nAGENTPROXY_ALLOWED_IPS=127.0.0.1", "error env.allowed-ipv6"),
    ("AGENTPROXY_TLS_BIND=::\nAGENTPROXY_ALLOWED_IPS=fd00::/8", "error env.allowed-ipv6"),
    ("AGENTPROXY_ENGINE=docker", "error env.engine"),
    ("AGENTPROXY_ROUTING=random", "error env.routing"),
    ("AGENTPROXY_CACHE=maybe", "error env.cache"),
    ("OPENAI_WIRE_API=messages", "error env.wire-api"),
    ("ANTHROPIC_WIRE_API=chat", "error env.wire-api"),
    ("AGENTPROXY_ALLOWED_IPS=10.0.0.0/8,10.0.0.256", "error env.allowed-ips"),
    ("AGENTPROXY_ALLOWED_IPS=10.0.0.0/33", "error env.allowed-ips"),
    ("AGENTPROXY_ALLOWED_IPS=::1/129", "error env.allowed-ips"),
    // Providers and models.
    ("AGENTPROXY_PROVIDERS=my-provider", "error env.provider-name"),
    ("AGENTPROXY_PROVIDERS=OPENAI", "warning env.provider-name"),
    ("OPENAI_MODELS=a b", "error env.models"),
    ("OPENAI_MODELS==a", "error env.models"),
    ("OPENAI_MODELS=\"a\u{1B}\"", "error env.models"),
    ("CODEX_MODEL=\"a\u{1B}\"", "error env.models"),
    ("OPENAI_MODELS=a,a", "warning env.models"),
    ("CODEX_MODEL=gpt-9", "warning env.unserved-model"),
    ("CLAUDE_MODEL=gpt-9", "warning env.unserved-model"),
    // Names.
    ("AGENTPROXY_PROT=4000", "warning env.unknown-key"),
    ("AGENTPROXY_COLOUR=blue", "warning env.unknown-key"),
    ("OPENAI_APIKEY=x", "warning env.unknown-key"),
    ("openai_api_key=x", "warning env.unknown-key"),
    ("OPENAI_BASE_URL=x", "warning env.unknown-key"),
    ("GROQ_API_BASE=x", "warning env.unlisted-provider"),
    // How it is written.
    ("OTHER=$UNKNOWN_NAME#", "warning env.divergent warning env.divergent warning env.unset-variable"),
    ("OTHER_TOKEN=a$b", "warning env.divergent warning env.unset-variable"),
    ("OTHER=a#b", "warning env.divergent"),
    ("OTHER='${B}'", "warning env.divergent"),
    ("OTHER=1\nOTHER=2", "warning env.duplicate"),
    ("OTHER=1\r", "warning env.carriage-return"),
  ])
  func oneLine(_ line: String, _ expected: String) throws {
    let key = line.prefix { $0 != "=" }
    let rest = Self.clean.split(separator: "\n", omittingEmptySubsequences: false).map { old in
      old.hasPrefix("\(key)=") ? "" : String(old)
    }
    let text = rest.joined(separator: "\n") + line + "\n"
    let words = expected.split(separator: " ")
    // Of two lines for one key the last counts.
    let place = line.contains("\nOTHER") ? 7 : 6
    try expectFinding(text, stride(from: 0, to: words.count, by: 2).map { "\(place) \(words[$0]) \(words[$0 + 1])" })
  }

  @Test(arguments: [
    "OPENAI_API_BASE=http://127.0.0.1:9000/v1", "OPENAI_API_BASE=https://llm.company.net/v1/",
    "OPENAI_API_BASE=http://[::1]:9000/v1", "OPENAI_API_BASE=https://llm.company.net/openai/v1beta",
    "OPENAI_API_BASE=", "OPENAI_API_KEY='a$b'", "OPENAI_WIRE_API=chat", "ANTHROPIC_WIRE_API=messages",
    "AGENTPROXY_BIND=localhost", "AGENTPROXY_BIND=::1", "AGENTPROXY_BIND=127.0.0.2",
    "AGENTPROXY_BIND=0.0.0.0\nAGENTPROXY_ALLOWED_IPS=192.168.0.0/16", "AGENTPROXY_ALLOWED_IPS=10.0.0.1,fd00::/8",
    "AGENTPROXY_TLS_BIND=localhost", "AGENTPROXY_TLS_BIND=::1", "AGENTPROXY_TLS_BIND=0.0.0.0",
    "AGENTPROXY_TLS_BIND=0.0.0.0\nCOMPOSE_PROFILES=tls\nAGENTPROXY_ALLOWED_IPS=10.0.0.1", "AGENTPROXY_PORT=4443",
    "AGENTPROXY_TLS_HOST=llm.acme.test", "AGENTPROXY_TLS_HOST=192.168.1.7", "AGENTPROXY_TLS_HOST=*.acme.test",
    "AGENTPROXY_BIND=::1\nAGENTPROXY_ALLOWED_IPS=fd00::/8",
    "AGENTPROXY_BIND=::\nAGENTPROXY_ALLOWED_IPS=fd00::/8\nAGENTPROXY_ENGINE=embedded",
    "CODEX_MODEL=gpt-9\nOPENAI_MODELS=gpt-*", "UNRELATED=1", "HTTPS_PROXY=http://proxy:3128",
    "AGENTPROXY_PROVIDERS=G\nG_API_KEY=k\nG_API_BASE=https://g\nG_MODELS=m\nG_WIRE_API=messages",
    "AGENTPROXY_PROVIDERS=G\nG_API_KEY=\nG_API_BASE=\nG_MODELS=", "POSTGRES_USER=u",
  ])
  func isGood(_ line: String) throws {
    let key = line.prefix { $0 != "=" }
    let rest = Self.clean.split(separator: "\n").filter { !$0.hasPrefix("\(key)=") }.joined(separator: "\n")
    try expectFinding(rest + "\n" + line, [])
  }

  @Test func aFurtherProviderNeedsAnAddressAndModels() throws {
    let text = Self.clean + "AGENTPROXY_PROVIDERS=G\nG_API_KEY=k\nG_API_BASE=\n"
    try expectFinding(text, ["8 error env.base-missing"])
    try expectFinding(text.replacing("BASE=\n", with: "BASE=https://g/v1\n"), ["0 warning env.no-models"])
    try expectFinding(
      text.replacing("BASE=\n", with: "BASE=https://g/v1\nG_MODELS=m\nG_WIRE_API=soap\n"),
      ["10 error env.wire-api"]
    )
  }

  @Test func theFileItselfIsLookedAt() throws {
    let findings = try lint("\u{FEFF}" + Self.clean, mode: 0o644, isTrackedByGit: true).findings
    #expect(findings.map(\.id) == ["env.readable", "env.tracked", "env.byte-order-mark"])
    #expect(findings.map(\.line) == [nil, nil, 1])
    #expect(findings[0].message.contains("644") && findings[0].hint == "chmod 600 .env")
  }

  @Test func aValueFromTheEnvironmentHasNoLine() throws {
    let finding = try #require(try lint(Self.clean, environment: ["AGENTPROXY_PORT": "x"]).findings.first)
    #expect(
      finding.description == """
        environment: error: AGENTPROXY_PORT is not a number from 1 to 65535
          hint: write 4000
        """
    )
  }

  @Test func aNameIsSuggested() throws {
    for (key, meant) in [
      ("AGENTPROXY_PROT", "AGENTPROXY_PORT"), ("OPENAI_BASE_URL", "OPENAI_API_BASE"), ("OPENAI_MODEL", "OPENAI_MODELS"),
      ("AGENTPROXY_ALLOWED_IP_ADDRESSES", "AGENTPROXY_ALLOWED_IPS"),
    ] {
      let finding = try #require(try lint(Self.clean + "\(key)=1").findings.first)
      #expect(finding.hint == "did you mean \(meant)?")
    }
  }

  @Test func theLoopbackIsNotReachableFromAContainer() throws {
    let base = "OPENAI_API_BASE=http://localhost:9000/v1\n"
    let text = Self.clean.replacing("OPENAI_API_BASE=https://llm.company.net/v1\n", with: base)
    try expectFinding(text, [])
    try expectFinding(text + "AGENTPROXY_ENGINE=compose", ["3 warning env.base-loopback"])
  }

  @Test func aForeignTokenForTheVendorsOwnAddressIsAMixUp() throws {
    try expectFinding(
      "OPENAI_API_KEY=sk-ant-api03-x\nANTHROPIC_API_KEY=sk-proj-x\n",
      ["1 warning env.mixed-up", "2 warning env.mixed-up"]
    )
    try expectFinding("OPENAI_API_KEY=sk-ant-api03-x\nOPENAI_API_BASE=https://h/v1\n", [])
  }

  @Test func noFindingShowsASecret() throws {
    let secret = "S3cr3t"
    let values = [
      "\(secret)", "your-\(secret)", "$(\(secret))", "\(secret)$\(secret)", "'\(secret) \(secret)'",
      "\"\(secret)\\\"\"",
      "é\(secret)", "sk-ant-\(secret)", "sk-\(secret)", "https://\(secret):\(secret)@h/v1", "\(secret)#\(secret)",
      "http://h/\(secret)", "${\(secret)}\(secret)", "\(secret)\t# \(secret)",
    ]
    for value in values {
      let keys = KnownKey.names(providers: ["G"]).filter { $0 != "CODEX_MODEL" }
      let text = keys.map { "\($0)=\(value)\n" }.joined() + keys.map { "\($0)=\(value)\n" }.joined()
      let findings = try lint(text).findings
      #expect(!findings.isEmpty)
      for finding in findings where finding.id != "env.unset-variable" {
        #expect(!finding.description.contains(secret), "\(finding.id)")
      }
      // The name of a variable is shown where the value is no secret.
      let secrets = try lint(
        keys.filter(SecretNames.contains).map { "\($0)=\(value)\nOTHER_\($0)=\(value)\n" }.joined()
      )
      #expect(!secrets.findings.contains { $0.description.contains(secret) })
    }
  }
}
