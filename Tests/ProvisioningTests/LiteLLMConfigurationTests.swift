import DotEnv
import Testing
import Yams

@testable import Provisioning

/// The traps that a LiteLLM configuration must not step into.
struct LiteLLMConfigurationTests {
  @Test func theDefaultsShowBothProviders() throws {
    let configuration = try read([:])
    #expect(models(configuration)["gpt-5.5"] == "openai/gpt-5.5")
    #expect(models(configuration)["claude-3-5-sonnet"] == "anthropic/claude-3-5-sonnet-20241022")
    #expect(configuration["router_settings", "timeout"] as? Int == 600)
    #expect(configuration["litellm_settings", "request_timeout"] as? Int == 600)
    #expect(configuration["litellm_settings", "drop_params"] as? Bool == true)
    #expect(configuration["general_settings", "master_key"] as? String == "os.environ/LITELLM_MASTER_KEY")
    #expect(configuration["litellm_settings", "cache"] == nil)
    #expect(configuration["litellm_settings", "use_chat_completions_url_for_anthropic_messages"] == nil)
  }

  @Test(arguments: [
    ("simple-shuffle", "simple-shuffle"), ("latency-based", "latency-based-routing"), ("least-busy", "least-busy"),
  ])
  func theRoutingStrategyHasItsFullName(short: String, full: String) throws {
    #expect(try read(["AGENTPROXY_ROUTING": short])["router_settings", "routing_strategy"] as? String == full)
  }

  @Test func oneDeploymentPerModelIsNeverTakenOutOfService() throws {
    let one = try read(openAI)
    #expect(one["router_settings", "disable_cooldowns"] as? Bool == true)
    #expect(one["router_settings", "cooldown_time"] == nil)
    let two = try read([
      "OPENAI_API_KEY": "sk-0123456789abcdef", "AGENTPROXY_PROVIDERS": "ACME", "ACME_API_KEY": "acme-0123456789abcdef",
      "ACME_API_BASE": "https://llm.acme.test/v1", "ACME_MODELS": "gpt-5.5=acme-1",
    ])
    #expect(two["router_settings", "disable_cooldowns"] == nil)
    #expect(two["router_settings", "cooldown_time"] as? Int == 30)
    // With several the only deployment of a model is told apart.
    let allowances = (two.root["model_list"] as? [[String: Any]] ?? []).map { model in
      let name = model["model_name"] as? String ?? ""
      return "\(name) \((model["model_info"] as? [String: Any])?["allowed_fails"] as? Int ?? 0)"
    }
    #expect(allowances.contains("gpt-4 3"))
    #expect(allowances.filter { $0.hasPrefix("gpt-5.5 ") } == ["gpt-5.5 0", "gpt-5.5 0"])
    #expect(!(try text(openAI)).contains("model_info"))
  }

  @Test func aProviderOfChatCompletionsIsTranslatedFor() throws {
    let configuration = try read(openAI.merging(["OPENAI_WIRE_API": "chat"]) { $1 })
    #expect(models(configuration)["gpt-5.5"] == "custom_openai/gpt-5.5")
    #expect(configuration["litellm_settings", "use_chat_completions_url_for_anthropic_messages"] as? Bool == true)
  }

  @Test func onlyActiveProvidersAppear() throws {
    let configuration = try read(openAI)
    #expect(models(configuration).keys.allSatisfy { $0.hasPrefix("gpt-") })
    let text = try text(openAI)
    #expect(!text.contains("ANTHROPIC_API_KEY"))
  }

  @Test func theEmployersTokenStandsIn() throws {
    let values = ["EMPLOYER_TOKEN": "employer-0123456789", "OPENAI_API_BASE": "https://llm.acme.test/v1"]
    #expect(try text(values).contains("api_key: os.environ/EMPLOYER_TOKEN\n"))
  }

  @Test func theCacheIsOnOnlyWhereAskedFor() throws {
    #expect(try read(["AGENTPROXY_CACHE": "on"])["litellm_settings", "cache"] as? Bool == true)
  }

  @Test func allowedAddressesAreNotForLiteLLM() throws {
    #expect(try !text(["AGENTPROXY_ALLOWED_IPS": "10.0.0.0/8"]).contains("allowed_ips"))
  }

  @Test func hostileModelNamesStayNames() throws {
    let name = #"a"b: {{x}} # $HOME"#
    let configuration = try read(openAI.merging(["OPENAI_MODELS": name]) { $1 })
    #expect(models(configuration)[name] == "openai/\(name)")
  }

  private let openAI = ["OPENAI_API_KEY": "sk-0123456789abcdef", "OPENAI_API_BASE": "https://llm.acme.test/v1"]

  private struct Configuration {
    let root: [String: Any]

    subscript(section: String, key: String) -> Any? { (root[section] as? [String: Any])?[key] }
  }

  private func read(_ values: [String: String]) throws -> Configuration {
    Configuration(root: try #require(try Yams.load(yaml: text(values)) as? [String: Any]))
  }

  private func models(_ configuration: Configuration) -> [String: String] {
    let entries = configuration.root["model_list"] as? [[String: Any]] ?? []
    return Dictionary(
      entries.compactMap { entry in
        guard let name = entry["model_name"] as? String,
          let model = (entry["litellm_params"] as? [String: Any])?["model"] as? String
        else { return nil }
        return (name, model)
      }
    ) { first, _ in first }
  }

  private func text(_ values: [String: String]) throws -> String {
    let settings = Settings.read(SettingsSource(values: .empty, environment: values)).settings
    return try #require(try RepositoryFile.all(settings).first { $0.path == "litellm_config.yaml" }).text
  }
}
