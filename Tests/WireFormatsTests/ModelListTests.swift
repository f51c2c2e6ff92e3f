import Foundation
import Testing

@testable import WireFormats

@Suite struct ModelListTests {
  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func oneAnswerServesThreeKindsOfClient() throws {
    let list = ModelList(names: ["gpt-5.5", "claude \"x\"", "qwen"], created: 7)
    let body = try object(list.body())
    let data = try #require(body["data"] as? [[String: Any]])
    #expect(body["object"] as? String == "list")
    #expect(data.map { $0["id"] as? String } == ["gpt-5.5", "claude \"x\"", "qwen"])
    #expect(data.allSatisfy { $0["object"] as? String == "model" && $0["type"] as? String == "model" })
    #expect(body["first_id"] as? String == "gpt-5.5")
    #expect(body["last_id"] as? String == "qwen")
    #expect(body["has_more"] as? Bool == false)

    // Codex knows its own models better than this list does.
    let models = try #require(body["models"] as? [[String: Any]])
    #expect(models.map { $0["slug"] as? String } == ["claude \"x\"", "qwen"])
    let required = [
      "slug", "display_name", "supported_reasoning_levels", "shell_type", "visibility", "supported_in_api", "priority",
      "support_verbosity", "truncation_policy", "experimental_supported_tools", "base_instructions",
    ]
    for model in models { #expect(required.allSatisfy { model[$0] != nil }) }
  }

  @Test func anEmptyListIsStillOne() throws {
    let body = try object(ModelList(names: [], created: 7).body())
    #expect((body["data"] as? [Any])?.isEmpty == true)
    #expect(body["first_id"] is NSNull)
  }
}
