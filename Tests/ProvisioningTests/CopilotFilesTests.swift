import Diagnostics
import Foundation
import Testing

@testable import Provisioning

/// VS Code's files: the group of models for Copilot's chat, and the settings of older versions.
struct CopilotFilesTests {
  private let theirs = "// mine\n[\n\t{ \"name\": \"Ollama\", \"vendor\": \"ollama\", }, // local\n]\n"
  private let settings = "{\n\t// mine\n\t\"editor.fontSize\": 13,\n}"

  @Test func theGroupIsAddedBesideTheOthersAndTakenBack() async throws {
    let clone = try Clone()
    let path = "\(clone.home)/.config/Code/User/chatLanguageModels.json"
    try clone.write(theirs, to: path)
    let prepared = try await clone.initialize(clients: [.copilot])
    let text = try #require(clone.text(path))
    #expect(text.hasPrefix("// mine\n[\n\t{ \"name\": \"Ollama\", \"vendor\": \"ollama\", },"), "\(text)")
    #expect(text.contains("\"name\": \"agentproxy\"") && text.contains("\"vendor\": \"customendpoint\""))
    #expect(text.contains("\"url\": \"http://localhost:4000/v1/messages\"") && !text.contains("apiKey"))
    #expect(prepared.plan.findings.contains { $0.id == "copilot.key" })
    #expect(try await !clone.initialize(clients: [.copilot]).plan.hasChanges)

    // As VS Code names the key that it keeps.
    let named = text.replacing(
      "\"vendor\": \"customendpoint\",",
      with: "\"vendor\": \"customendpoint\",\"apiKey\":\"${input:x}\","
    )
    try clone.write(named, to: path)
    #expect(try await !clone.initialize(clients: [.copilot]).plan.hasChanges)
    try clone.write(text, to: path)
    try restore(clone)
    #expect(clone.text(path) == theirs)
  }

  @Test func theSettingsOfOlderVersionsHaveToBeAskedForByName() async throws {
    let clone = try Clone()
    let path = "\(clone.home)/.config/Code/User/settings.json"
    try clone.write(settings, to: path)
    try await clone.initialize(clients: [.codex, .claude, .copilot])
    #expect(clone.text(path) == settings)
    let prepared = try await clone.initialize(clients: [.copilotLegacy])
    let text = try #require(clone.text(path))
    #expect(text.contains("\"debug.overrideProxyUrl\": \"http://localhost:4000\""), "\(text)")
    #expect(text.contains("\"debug.overrideEngine\": \"gpt-5.5\""))
    #expect(prepared.plan.findings.contains { $0.id == "copilot.legacy" && $0.severity == .warning })
    try restore(clone)
    #expect(clone.text(path) == settings)
  }

  @Test func withoutTheEditorThereIsNothingToWrite() async throws {
    let clone = try Clone()
    let prepared = try await clone.initialize(clients: [.copilot])
    #expect(prepared.plan.findings.contains { $0.id == "copilot.no-editor" })
    #expect(clone.text("\(clone.home)/.config/Code/User/chatLanguageModels.json") == nil)
  }

  private func restore(_ clone: Clone) throws {
    let plan = try Restoration(project: clone.project, places: clone.places()).prepare(on: RealSystem())
    try plan.apply(to: RealSystem(), in: clone.places())
  }
}
