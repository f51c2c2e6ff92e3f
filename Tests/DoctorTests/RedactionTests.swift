import Doctor
import Foundation
import Provisioning
import Testing

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
}
