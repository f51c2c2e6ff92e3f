import Foundation
import Testing

@testable import Provisioning

/// The catalog that makes Codex know the gateway's models.
struct CodexCatalogTests {
  /// What Codex might print: one model for plain tools, one for the vendor's servers, one hidden.
  static let bundled = #"""
    {"models":[
      {"slug":"gpt-8-sol","priority":1,"visibility":"list","base_instructions":"You call functions.exec.",
       "use_responses_lite":true,"tool_mode":"code_mode_only","context_window":500000,"default_reasoning_level":"low",
       "supported_reasoning_levels":[{"effort":"low","description":"a"}],"support_verbosity":true,
       "default_verbosity":"low","apply_patch_tool_type":"freeform","experimental_supported_tools":["clock"],
       "model_messages":{"x":"y"},"truncation_policy":{"mode":"tokens","limit":7}},
      {"slug":"gpt-7","priority":9,"visibility":"list","shell_type":"unified_exec",
       "base_instructions":"You are Codex, a coding agent based on GPT-7.5. You help.","use_responses_lite":false,
       "context_window":272000,"max_context_window":272000,"apply_patch_tool_type":"freeform",
       "support_verbosity":true,"default_verbosity":"low","default_reasoning_level":"medium",
       "supported_reasoning_levels":[{"effort":"medium","description":"b"}],"new_in_this_version":{"kept":1.5},
       "upgrade":{"model":"gpt-8-sol"},"service_tiers":[{"id":"priority"}],"comp_hash":"1",
       "truncation_policy":{"mode":"tokens","limit":10000}},
      {"slug":"gpt-review","priority":2,"visibility":"hide","base_instructions":"You review."}
    ]}
    """#

  private func models() throws -> CodexModels { try CodexModels(bundled: Array(Self.bundled.utf8)) }

  private func entries(_ models: GatewayModel...) throws -> [[String: JSONValue]] {
    struct Catalog: Decodable { let models: [[String: JSONValue]] }
    let bytes = try self.models().catalog(of: models)
    return try JSONDecoder().decode(Catalog.self, from: Data(bytes)).models
  }

  @Test func aModelThatCodexKnowsKeepsItsEntry() throws {
    let entry = try #require(entries(GatewayModel("gpt-7", kind: .openAI, speaksResponses: true)).first)
    #expect(entry["slug"] == .string("gpt-7"))
    #expect(entry["display_name"] == .string("gpt-7"))
    #expect(entry["base_instructions"] == .string("You are Codex, a coding agent based on GPT-7.5. You help."))
    #expect(entry["apply_patch_tool_type"] == .string("freeform"))
    #expect(entry["support_verbosity"] == .bool(true))
    #expect(entry["context_window"] == .integer(272_000))
    #expect(entry["default_reasoning_level"] == .string("medium"))
    #expect(entry["new_in_this_version"] == .object(["kept": .number(1.5)]))
  }

  @Test func nothingIsLeftThatOnlyTheVendorServes() throws {
    for entry in try entries(
      GatewayModel("gpt-7", kind: .openAI, speaksResponses: true),
      GatewayModel("gpt-8-sol", kind: .openAI, speaksResponses: true),
      GatewayModel("other", kind: .anthropic)
    ) {
      #expect(entry["use_responses_lite"] == .bool(false))
      #expect(entry["tool_mode"] == .string("direct"))
      #expect(entry["multi_agent_version"] == .string("disabled"))
      #expect(entry["supports_search_tool"] == .bool(false))
      #expect(entry["experimental_supported_tools"] == .array([]))
      #expect(entry["service_tiers"] == .array([]))
      #expect(entry["upgrade"] == .null)
      #expect(entry["availability_nux"] == .null)
      #expect(entry["visibility"] == .string("list"))
      #expect(entry["comp_hash"] == nil)
      #expect(entry["model_messages"] == nil)
    }
  }

  /// Its own instructions speak of tools that it does not have at the gateway.
  @Test func aModelForTheVendorsServersKeepsItsTraitsOnly() throws {
    let entry = try #require(entries(GatewayModel("gpt-8-sol", kind: .openAI, speaksResponses: true)).first)
    #expect(entry["base_instructions"] == .string("You are Codex, a coding agent. You help."))
    #expect(entry["context_window"] == .integer(500_000))
    #expect(entry["default_reasoning_level"] == .string("low"))
    #expect(entry["shell_type"] == .string("unified_exec"))
    #expect(entry["truncation_policy"] == .object(["mode": .string("tokens"), "limit": .integer(10_000)]))
  }

  @Test(arguments: ["gpt-7", "gpt-7-2026-04-01", "openai/gpt-7", "gpt-7:latest"])
  func variantsOfANameAreTheModel(name: String) throws {
    let entry = try #require(entries(GatewayModel(name, kind: .openAI, speaksResponses: true)).first)
    #expect(entry["slug"] == .string(name))
    #expect(entry["context_window"] == .integer(272_000))
  }

  @Test func theProvidersNameCountsAsWell() throws {
    let model = GatewayModel("fast", upstream: "gpt-8-sol", kind: .openAI, speaksResponses: true)
    let entry = try #require(entries(model).first)
    #expect(entry["slug"] == .string("fast"))
    #expect(entry["context_window"] == .integer(500_000))
  }

  @Test(arguments: ["gpt-77", "gpt", "claude-sonnet-5-5", "qwen3-coder", ""])
  func anyOtherModelGetsCautiousTraits(name: String) throws {
    let entry = try #require(entries(GatewayModel(name, kind: .openAI, speaksResponses: true)).first)
    #expect(entry["slug"] == .string(name))
    #expect(entry["base_instructions"] == .string("You are Codex, a coding agent. You help."))
    #expect(entry["context_window"] == .integer(128_000))
    #expect(entry["apply_patch_tool_type"] == .null)
    #expect(entry["support_verbosity"] == .bool(false))
    #expect(entry["default_reasoning_level"] == .null)
  }

  @Test func withoutLevelsCodexWouldSendEffortNone() throws {
    let entry = try #require(entries(GatewayModel("qwen3-coder", kind: .openAI)).first)
    let efforts: [JSONValue?] =
      if case .array(let levels) = entry["supported_reasoning_levels"] {
        levels.map { if case .object(let level) = $0 { level["effort"] } else { nil } }
      } else {
        []
      }
    #expect(efforts == [.string("low"), .string("medium"), .string("high")])
  }

  @Test func whereOnlyChatIsSpokenThereIsNoGrammarAndNoVerbosity() throws {
    let entry = try #require(entries(GatewayModel("gpt-7", kind: .openAI, speaksResponses: false)).first)
    #expect(entry["apply_patch_tool_type"] == .null)
    #expect(entry["support_verbosity"] == .bool(false))
    #expect(entry["default_verbosity"] == .null)
    #expect(entry["context_window"] == .integer(272_000))
  }

  @Test func theOrderIsTheGateways() throws {
    let entries = try entries(
      GatewayModel("b", kind: .openAI),
      GatewayModel("gpt-7", kind: .openAI),
      GatewayModel("a", kind: .anthropic)
    )
    #expect(entries.map { $0["slug"] } == [.string("b"), .string("gpt-7"), .string("a")])
    #expect(entries.map { $0["priority"] } == [.integer(1), .integer(2), .integer(3)])
    #expect(entries[2]["context_window"] == .integer(200_000))
  }

  @Test func equalModelsGiveEqualBytes() throws {
    let served = [GatewayModel("gpt-7", kind: .openAI), GatewayModel("x \"y\"\n\u{1}ä", kind: .anthropic)]
    let bytes = try models().catalog(of: served)
    for _ in 0..<20 { #expect(try models().catalog(of: served) == bytes) }
    #expect(bytes.last == UInt8(ascii: "\n"))
    let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: [[String: Any]]]
    #expect(read?["models"]?.last?["slug"] as? String == "x \"y\"\n\u{1}ä")
  }

  /// A later Codex may have no model for plain tools any more: its most prominent one is made to be one.
  @Test func withoutAnyEntryForPlainToolsTheFirstOneServes() throws {
    let bundled =
      #"{"models":[{"slug":"a","priority":2,"visibility":"list","base_instructions":"A","#
      + #""tool_mode":"code_mode_only"},{"slug":"b","priority":1,"visibility":"list","base_instructions":"B","#
      + #""use_responses_lite":true}]}"#
    let catalog = try CodexModels(bundled: Array(bundled.utf8)).catalog(of: [GatewayModel("x", kind: .openAI)])
    #expect(String(decoding: catalog, as: UTF8.self).contains("\"base_instructions\": \"B\""))
    #expect(String(decoding: catalog, as: UTF8.self).contains("\"tool_mode\": \"direct\""))
  }

  @Test(arguments: [
    ("", CodexCatalogError.unreadable), ("null", .unreadable), ("{}", .unreadable), ("{\"models\":{}}", .unreadable),
    ("{\"models\":[1]}", .unreadable), ("{\"models\":[]}", .noInstructions),
    ("{\"models\":[{\"slug\":\"a\"}]}", .noInstructions),
    ("{\"models\":[{\"slug\":\"a\",\"base_instructions\":\"\"}]}", .noInstructions),
  ])
  func whatIsNoCatalogIsRefused(text: String, error: CodexCatalogError) {
    #expect(throws: error) { try CodexModels(bundled: Array(text.utf8)) }
  }
}
