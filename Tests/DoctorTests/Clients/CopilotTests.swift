import Doctor
import Foundation
import Testing

@testable import Provisioning

/// Each thing that can be wrong with Copilot is seen by the check for it, and by no other.
struct CopilotTests {
  private static let file = ".config/Code/User/chatLanguageModels.json"
  private static let profile = ".config/Code/User/profiles/-1c2d3e4f"

  private static func made(
    _ name: String,
    _ complaining: String...,
    saying: String,
    breaking: @escaping @Sendable (Setup) throws -> Void,
    advised: (@Sendable (Setup) async throws -> Void)? = nil
  ) -> Breakage {
    var breakage = Breakage(
      name,
      saying: saying,
      clients: [.copilot],
      preparing: { setup in
        try setup.write("{}\n", to: setup.inHome(".config/Code/User/settings.json"))
        try await setup.initialize(clients: [.copilot])
      },
      breaking: breaking,
      advised: advised
    )
    breakage.complaining = complaining
    return breakage
  }

  private static let breakages = [
    made(
      "the old vendor",
      "copilot.group",
      saying: "customoai",
      breaking: { setup in
        try setup.edit(setup.inHome(file)) { $0 = $0.replacing("customendpoint", with: "customoai") }
      }
    ),
    made(
      "no group",
      "copilot.group",
      saying: "missing",
      breaking: { setup in
        try setup.write("[] // none\n", to: setup.inHome(file))
      }
    ),
    made(
      "a broken file",
      "copilot.group",
      saying: "inside an array",
      breaking: { setup in
        try setup.edit(setup.inHome(file)) { $0.removeLast(3) }
      },
      advised: { setup in try setup.edit(setup.inHome(file)) { $0 += "\n]\n" } }
    ),
    made(
      "another list of models",
      "copilot.drift",
      saying: "models",
      breaking: { setup in
        try setup.edit(setup.inHome(file)) { $0 = $0.replacing("localhost:4000", with: "localhost:4001") }
      }
    ),
    made(
      "completions led here",
      "copilot.completions",
      saying: "GitHub's token",
      breaking: { setup in
        try setup.write(
          """
          {
            "github.copilot.advanced": {
              "debug.overrideProxyUrl": "http://localhost:4000"
            }
          }
          """,
          to: setup.inHome(".config/Code/User/settings.json")
        )
      }
    ),
    made(
      "completions of a profile led here",
      "copilot.completions",
      saying: "GitHub's token",
      breaking: { setup in
        try setup.write(
          """
          {
            "github.copilot.advanced": {
              "debug.overrideProxyUrl": "http://localhost:4000"
            }
          }
          """,
          to: setup.inHome("\(profile)/settings.json")
        )
      }
    ),
    made(
      "a provider's token in the models of a profile",
      "leaks.client-files",
      saying: "OPENAI_API_KEY",
      breaking: { setup in
        try setup.write(
          #"[{"name": "OpenAI", "vendor": "openai", "apiKey": "\#(Setup.openAIKey)"}]"#,
          to: setup.inHome("\(profile)/chatLanguageModels.json")
        )
      },
      advised: { setup in
        try setup.write(
          #"[{"name": "OpenAI", "vendor": "openai"}]"#,
          to: setup.inHome("\(profile)/chatLanguageModels.json")
        )
      }
    ),
  ]

  @Test(arguments: breakages)
  func breakage(_ breakage: Breakage) async throws { try await breakage.tryOut() }

  @Test func completionsThatWeLedHereAreTakenBackByRestore() async throws {
    let setup = try await Setup()
    try setup.write("{}\n", to: setup.inHome(".config/Code/User/settings.json"))
    try await setup.initialize(clients: [.copilotLegacy])
    let found = try await outcome("copilot.completions", setup.clientContext([]))
    #expect(found.finding?.remedy == .command("agentproxy-setup restore"))
    _ = try await setup.follow(.command("agentproxy-setup restore"), [], environment: setup.environment)
    #expect(try await outcome("copilot.completions", setup.clientContext([])).status == .passed)
  }

  @Test func whatOnlyVSCodeKnowsIsANote() async throws {
    let setup = try await Setup()
    #expect(try await outcome("copilot.key", setup.clientContext([.copilot])).status == .note)
  }

  @Test func aProfileWithoutTheModelsIsANote() async throws {
    let setup = try await Setup()
    try setup.write("{}\n", to: setup.inHome(".config/Code/User/settings.json"))
    // One that VS Code has, and one that it has forgotten.
    try setup.write("{}\n", to: setup.inHome("\(Self.profile)/settings.json"))
    try setup.write("{}\n", to: setup.inHome(".config/Code/User/profiles/-gone/settings.json"))
    try setup.write(
      #"{"theme": "vs-dark", "userDataProfiles": [{"location": "-1c2d3e4f", "name": "Work", "icon": "code"}]}"#,
      to: setup.inHome(".config/Code/User/globalStorage/storage.json")
    )
    func found() async throws -> Outcome {
      try await outcome("copilot.configured", setup.clientContext([.copilot]))
    }
    // Nobody has them yet, for which there is a check of its own.
    #expect(try await found() == .passed("~/.config/Code"))

    try await setup.initialize(clients: [.copilot])
    let note = try await found()
    #expect(note.status == .note)
    #expect(note.finding?.message.contains("the profile Work") == true)
    #expect(note.finding?.file == "~/\(Self.profile)/chatLanguageModels.json")
    guard case .found(let findings) = note else { return }
    #expect(findings.count == 1)
    #expect(await complaints(setup.clientContext([.copilot])).isEmpty)

    try setup.write(setup.text(setup.inHome(Self.file)), to: setup.inHome("\(Self.profile)/chatLanguageModels.json"))
    #expect(try await found() == .passed("~/.config/Code"))
  }
}
