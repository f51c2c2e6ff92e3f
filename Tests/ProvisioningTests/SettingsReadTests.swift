import DotEnv
import Secrets
import Testing

@testable import Provisioning

/// What the values mean, and what counts where there is none.
struct SettingsReadTests {
  private func settings(_ text: String, environment: [String: String] = [:]) throws -> Settings {
    try lint(text, environment: environment).settings
  }

  @Test func anEmptyFileHasTheDefaults() throws {
    let settings = try settings("")
    #expect(settings == .defaults)
    #expect(settings.masterKey == nil && settings.postgresPassword == nil && settings.redisPassword == nil)
    #expect(settings.providers.map(\.name) == ["OPENAI", "ANTHROPIC"])
    #expect(settings.activeProviders == settings.providers)
    #expect(!settings.hasProviderKey)
    #expect(settings.port == 4000 && settings.bind == "127.0.0.1" && settings.baseURL == "http://localhost:4000")
    #expect(settings.engine == .auto && settings.routing == .simpleShuffle && !settings.cache)
    #expect(settings.allowedIPs.isEmpty)
    #expect(settings.codexModel == "gpt-5.5")
    #expect(settings.claudeModel == "claude-sonnet-5-5" && settings.claudeSmallModel == "claude-haiku-5-5")
  }

  @Test func everyValueIsRead() throws {
    let settings = try settings(
      """
      LITELLM_MASTER_KEY=sk-0123456789abcdef
      POSTGRES_PASSWORD=pg
      REDIS_PASSWORD='re dis'
      AGENTPROXY_PORT=4100
      AGENTPROXY_BIND=0.0.0.0
      AGENTPROXY_ENGINE=embedded
      AGENTPROXY_ROUTING=latency-based
      AGENTPROXY_CACHE=on
      AGENTPROXY_ALLOWED_IPS=10.0.0.0/8, ::1,
      CODEX_MODEL=c
      CLAUDE_MODEL=d
      CLAUDE_SMALL_MODEL=e
      """
    )
    #expect(settings.masterKey == Secret("sk-0123456789abcdef"))
    #expect(settings.postgresPassword == Secret("pg") && settings.redisPassword == Secret("re dis"))
    #expect(settings.port == 4100 && settings.bind == "0.0.0.0" && settings.baseURL == "http://localhost:4100")
    #expect(settings.engine == .embedded && settings.routing == .latencyBased && settings.cache)
    #expect(settings.allowedIPs == ["10.0.0.0/8", "::1"])
    #expect([settings.codexModel, settings.claudeModel, settings.claudeSmallModel] == ["c", "d", "e"])
  }

  @Test func theEnvironmentWins() throws {
    #expect(try settings("AGENTPROXY_PORT=1", environment: ["AGENTPROXY_PORT": "2"]).port == 2)
    #expect(try settings("", environment: ["OPENAI_API_KEY": "k"]).hasProviderKey)
  }

  @Test func theShortNameOfARoutingStrategyIsLiteLLMsLongOne() {
    #expect(RoutingStrategy(name: "latency-based")?.rawValue == "latency-based-routing")
    #expect(RoutingStrategy(name: "latency-based-routing") == .latencyBased)
    #expect(RoutingStrategy(name: "latency") == nil)
  }

  @Test func aTokenMakesAProviderActive() throws {
    let settings = try settings("OPENAI_API_KEY=k\nOPENAI_API_BASE=https://h/v1\nOPENAI_WIRE_API=chat")
    let provider = try #require(settings.activeProviders.first)
    #expect(settings.activeProviders.count == 1 && settings.hasProviderKey)
    #expect(provider.apiKey == Secret("k") && provider.keyVariable == "OPENAI_API_KEY")
    #expect(provider.apiBase == "https://h/v1" && provider.baseVariable == "OPENAI_API_BASE")
    #expect(provider.kind == .openAI && provider.wireAPI == .chat)
  }

  @Test func aPlaceholderIsNoTokenAndNoAddress() throws {
    let withoutKey = try settings("OPENAI_API_KEY=your-openai-key\nOPENAI_API_BASE=https://h/v1")
    #expect(!withoutKey.hasProviderKey && withoutKey.providers[0].apiKey == nil)
    let withoutBase = try settings("OPENAI_API_KEY=k\nOPENAI_API_BASE=https://api.your-provider.com/v1")
    #expect(!withoutBase.hasProviderKey && withoutBase.providers[0].apiBase == nil)
  }

  @Test func theEmployersTokenStandsInWhereThereIsAnAddressAndNoKey() throws {
    let settings = try settings(
      "EMPLOYER_TOKEN=e\nOPENAI_API_BASE=https://h/v1\nANTHROPIC_API_BASE=https://h\nANTHROPIC_API_KEY=k"
    )
    #expect(settings.providers.map(\.keyVariable) == ["EMPLOYER_TOKEN", "ANTHROPIC_API_KEY"])
    #expect(settings.providers.map(\.apiKey) == [Secret("e"), Secret("k")])
    let withoutBase = try self.settings("EMPLOYER_TOKEN=e\nOPENAI_API_KEY=\n")
    #expect(!withoutBase.hasProviderKey, "the vendor must not see the employer's token")
  }

  @Test func furtherProvidersFollowInOrder() throws {
    let settings = try settings(
      """
      AGENTPROXY_PROVIDERS=groq, CLAUDISH,GROQ,OPENAI
      GROQ_API_KEY=k
      GROQ_API_BASE=https://g/v1
      GROQ_MODELS=fast=llama-3,slow
      CLAUDISH_WIRE_API=messages
      CLAUDISH_API_KEY=k
      """
    )
    #expect(settings.providers.map(\.name) == ["OPENAI", "ANTHROPIC", "GROQ", "CLAUDISH"])
    #expect(settings.providers.map(\.kind) == [.openAI, .anthropic, .openAI, .anthropic])
    #expect(settings.providers[2].models == [ModelEntry("fast", upstream: "llama-3"), ModelEntry("slow")])
    #expect(settings.activeProviders.map(\.name) == ["GROQ"], "a further provider needs an address")
    #expect(settings.codexModel == "fast" && settings.claudeModel == "fast" && settings.claudeSmallModel == "fast")
  }

  @Test func listedModelsComeFirstAndReplaceThoseOfTheSameName() throws {
    let models = try settings("OPENAI_MODELS=mine,gpt-4=gpt-4o,mine=other\nOPENAI_API_KEY=k").providers[0].models
    #expect(models.map(\.alias) == ["mine", "gpt-4", "gpt-5.5", "gpt-6-sol", "gpt-4-turbo", "gpt-3.5-turbo"])
    #expect(models.prefix(2).map(\.upstream) == ["mine", "gpt-4o"])
  }

  @Test func oldNamesOfClaudeModelsHaveDates() {
    let models = Settings.defaults.providers[1].models
    #expect(models.first { $0.alias == "claude-3-5-sonnet" }?.upstream == "claude-3-5-sonnet-20241022")
    #expect(models.first { $0.alias == "claude-opus-5-5" }?.upstream == "claude-opus-5-5")
  }

  @Test(arguments: [
    ("OPENAI_API_KEY=k", ["gpt-5.5", "gpt-5.5", "gpt-5.5"]),
    ("OPENAI_API_KEY=k\nOPENAI_MODELS=*,a", ["a", "a", "a"]),
    ("ANTHROPIC_API_KEY=k", ["claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5"]),
    ("ANTHROPIC_API_KEY=k\nANTHROPIC_MODELS=a", ["a", "a", "a"]),
    ("OPENAI_API_KEY=k\nANTHROPIC_API_KEY=k", ["gpt-5.5", "claude-sonnet-5-5", "claude-haiku-5-5"]),
    ("OPENAI_API_KEY=k\nANTHROPIC_API_KEY=k\nANTHROPIC_MODELS=a", ["gpt-5.5", "a", "a"]),
    ("OPENAI_API_KEY=k\nANTHROPIC_MODELS=a", ["gpt-5.5", "gpt-5.5", "gpt-5.5"]),
    ("ANTHROPIC_API_KEY=k\nCLAUDE_MODEL=claude-opus-5-5", ["claude-opus-5-5", "claude-opus-5-5", "claude-haiku-5-5"]),
  ])
  func startModels(_ text: String, _ models: [String]) throws {
    let settings = try settings(text)
    #expect([settings.codexModel, settings.claudeModel, settings.claudeSmallModel] == models)
  }

  @Test func wildcardsServeWhatTheyMatch() {
    #expect(ModelEntry("gpt-*").serves("gpt-9") && !ModelEntry("gpt-*").serves("claude"))
    #expect(ModelEntry("*").serves("anything") && ModelEntry("a*b").serves("ab") && !ModelEntry("ab*ba").serves("aba"))
  }
}
