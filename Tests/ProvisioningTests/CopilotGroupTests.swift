import Foundation
import Testing

@testable import Provisioning

/// What Copilot's chat is told of the gateway.
struct CopilotGroupTests {
  private let group = CopilotGroup(
    models: [
      GatewayModel("gpt-5.5", kind: .openAI, speaksResponses: true), GatewayModel("qwen3-coder", kind: .openAI),
      GatewayModel("claude-sonnet-5-5", kind: .anthropic),
    ],
    baseURL: "http://localhost:4000"
  )

  private func read(_ text: String) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  @Test func eachModelHasItsWholeAddress() throws {
    let models = try read(group.modelsText)
    #expect(models.map { $0["id"] as? String } == ["gpt-5.5", "qwen3-coder", "claude-sonnet-5-5"])
    #expect(
      models.map { $0["url"] as? String } == [
        "http://localhost:4000/v1/chat/completions", "http://localhost:4000/v1/chat/completions",
        "http://localhost:4000/v1/messages",
      ]
    )
    #expect(models.map { $0["apiType"] as? String } == ["chat-completions", "chat-completions", "messages"])
    #expect(models.map { $0["vision"] as? Bool } == [true, false, true])
    #expect(models.allSatisfy { $0["toolCalling"] as? Bool == true })
    #expect(models.allSatisfy { $0["maxInputTokens"] is Int && $0["maxOutputTokens"] is Int && $0["name"] is String })
  }

  @Test func aNewFileHoldsTheGroupAndNoKey() throws {
    let groups = try read(group.file)
    #expect(groups.count == 1)
    #expect(groups.first?["vendor"] as? String == "customendpoint")
    #expect(groups.first?["name"] as? String == "agentproxy")
    #expect(groups.first?["apiKey"] == nil)
    #expect((groups.first?["models"] as? [[String: Any]])?.count == 3)
    #expect(group.file.hasSuffix("]\n"))
    #expect(group.file.contains("\n        \"url\": \"http://localhost:4000/v1/messages\""))
  }

  #if os(Linux)
    @Test func theFilesAreInTheEditionsFolders() {
      let folders = CopilotPlaces.folders(home: "/home/me")
      #expect(folders == ["/home/me/.config/Code", "/home/me/.config/Code - Insiders"])
      #expect(CopilotPlaces.models(in: folders[0]) == "/home/me/.config/Code/User/chatLanguageModels.json")
      #expect(CopilotPlaces.folders(home: "/home/me", configurationHome: "/etc/x").first == "/etc/x/Code")
      #expect(CopilotPlaces.folders(home: "/home/me", configurationHome: "x") == folders)
    }
  #endif
}
