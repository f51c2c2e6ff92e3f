import Diagnostics
import Foundation
import Secrets
import Testing

@testable import Provisioning

struct ToolLaunchTests {
  @Test func aToolGetsTheGatewayAndNothingThatLeadsPastIt() throws {
    let clone = try Clone()
    try clone.write("AGENTPROXY_PROVIDERS=acme\n", to: clone.project.path(".env"))
    let launch = try launch(
      ["tool", "--flag"],
      on: clone,
      [
        "OPENAI_API_KEY": "sk-provider", "OPENAI_API_BASE": "https://provider.test/v1", "ACME_API_KEY": "sk-acme",
        "EMPLOYER_TOKEN": "", "CLAUDE_CODE_USE_BEDROCK": "1", "CODEX_API_KEY": "sk-vendor", "EDITOR": "vi",
        "ANTHROPIC_BASE_URL": "http://localhost:4000",
      ]
    )
    #expect(launch.arguments == ["tool", "--flag"])
    #expect(launch.settings == nil)
    #expect(launch.environment["OPENAI_API_KEY"] == "sk-master-0123456789")
    #expect(launch.environment["ANTHROPIC_BASE_URL"] == "http://localhost:4000")
    #expect(launch.environment["EDITOR"] == "vi")
    for name in ["OPENAI_API_BASE", "ACME_API_KEY", "EMPLOYER_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CODEX_API_KEY"] {
      #expect(launch.environment[name] == nil, "\(name)")
    }
    #expect(
      launch.notices == [
        "kept from the tool: ACME_API_KEY, CLAUDE_CODE_USE_BEDROCK, CODEX_API_KEY, OPENAI_API_BASE",
        "set to the gateway's: OPENAI_API_KEY",
      ]
    )
  }

  @Test func nothingIsSaidOfACleanEnvironment() throws {
    #expect(try launch(["tool"], on: try Clone()).notices.isEmpty)
  }

  @Test func codexGetsItsConfigurationAsOptions() throws {
    let launch = try launch(["codex", "exec", "hi"], on: try Clone())
    #expect(launch.arguments.first == "codex")
    #expect(launch.arguments.suffix(2) == ["exec", "hi"])
    let options = launch.arguments.dropFirst().dropLast(2)
    for option in [
      #"model="gpt-5.5""#, #"model_provider="agentproxy""#, #"model_providers.agentproxy.env_key="AGENTPROXY_RUN_KEY""#,
      #"model_providers.agentproxy.base_url="http://localhost:4000/v1""#, "analytics.enabled=false",
    ] {
      #expect(options.contains(option), "\(option)")
    }
    #expect(options.count { $0 == "--config" } * 2 == options.count)
    #expect(!options.contains { $0.contains("sk-master") })
    #expect(launch.environment["AGENTPROXY_RUN_KEY"] == "sk-master-0123456789")
  }

  @Test func claudeGetsSettingsThatCountBeforeTheUsersOwn() throws {
    let clone = try Clone()
    let launch = try launch(["claude", "-p", "hi"], on: clone)
    #expect(launch.arguments == ["claude", "-p", "hi"])
    let settings = try #require(
      JSONSerialization.jsonObject(with: Data((launch.settings ?? "").utf8)) as? [String: Any]
    )
    let variables = try #require(settings["env"] as? [String: String])
    #expect(variables["ANTHROPIC_AUTH_TOKEN"] == "sk-master-0123456789")
    #expect(variables["CLAUDE_CODE_USE_VERTEX"] == "")
    #expect(variables["ANTHROPIC_API_KEY"] == "")
    #expect(settings["apiKeyHelper"] as? String == "")
    #expect(settings["skipWebFetchPreflight"] as? Bool == true)
    #expect(try self.launch(["claude", "--settings", "{}"], on: clone).settings == nil)
  }

  @Test(
    arguments: [
      (["http_proxy": "http://proxy.test:1"], "localhost"),
      (["HTTPS_PROXY": "http://proxy.test:1", "NO_PROXY": "a.test, localhost"], "a.test,localhost"),
      (["ALL_PROXY": "http://proxy.test:1", "NO_PROXY": "*"], "*"),
      (["http_proxy": ""], nil),
      (["NO_PROXY": "a.test"], "a.test"),
    ] as [([String: String], String?)]
  )
  func theGatewayIsReachedWithoutAProxy(inherited: [String: String], list: String?) throws {
    let environment = try launch(["tool"], on: try Clone(), inherited).environment
    #expect(environment["NO_PROXY"].map { $0.replacing(" ", with: "") } == list)
  }

  @Test func whatIsNotInstalledIsSaidWithHowToInstallIt() throws {
    let clone = try Clone()
    for (word, remedy) in [
      ("codex", "npm install --global @openai/codex"), ("claude", "npm install --global @anthropic-ai/claude-code"),
      ("nowhere", "install it"), ("./clone", "install it"),
    ] {
      let failure = #expect(throws: Failure.self) { try launch([word], on: clone, installed: []) }
      #expect(failure?.status == .unavailable)
      #expect(failure?.description.contains(remedy) == true, "\(word)")
    }
  }

  @Test func aModelThatNobodyNamesIsWarnedOf() {
    var configuration = configuration
    configuration.models = [GatewayModel("gpt-5.5", kind: .openAI)]
    #expect(configuration.start(with: "gpt-5.5") == nil)
    #expect(configuration.start(with: "gtp-5.5")?.hint == "did you mean gpt-5.5?")
    #expect(configuration.start(with: "other")?.hint == "see agentproxy-setup models list")
    #expect(configuration.codexModel == "other")
    #expect(configuration.claudeModel == "other")
  }

  @Test(arguments: [
    ("codex", Tool.codex), ("/opt/bin/codex", .codex), ("claude-code", .claude), ("codex-cli", .other), ("/", .other),
  ])
  func theToolIsKnownByItsName(word: String, tool: Tool) {
    #expect(Tool(word) == tool)
  }

  private let configuration = ClientConfiguration(
    masterKey: Secret("sk-master-0123456789"),
    baseURL: "http://localhost:4000",
    codexModel: "gpt-5.5",
    claudeModel: "claude-sonnet-5-5",
    claudeSmallModel: "claude-haiku-5-5"
  )

  private func launch(
    _ command: [String],
    on clone: Clone,
    _ inherited: [String: String] = [:],
    installed: [String] = ["codex", "claude", "tool"]
  ) throws -> ToolLaunch {
    let folder = "\(clone.root)/programs"
    for name in installed {
      try clone.write("#!/bin/sh\n", to: "\(folder)/\(name)")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
    }
    return try ToolLaunch(
      command,
      configuration,
      inherited: inherited.merging(["PATH": "relative:\(folder)"]) { $1 },
      environmentFile: clone.project.path(".env"),
      places: clone.places(),
      system: RealSystem()
    )
  }
}
