internal import Provisioning
internal import Secrets

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Codex was not logged in with a provider's token.
struct CodexLoginCheck: Check {
  let id = "codex.login"
  let title = "codex login"
  let meaning = "auth.json holds a provider's token, which every agent can read"
  let prerequisites = ["codex.installed"]

  func run(_ context: DoctorContext) async -> Outcome {
    let path = "\(context.places.codexFolder)/auth.json"
    let name = context.places.display(path)
    guard let bytes = context.file(path)?.bytes else { return .passed("none, and none is needed") }
    guard let login = try? JSONDecoder().decode(Login.self, from: Data(bytes)) else {
      return .warning("it cannot be read", .command("codex logout"), file: name)
    }
    guard let key = login.OPENAI_API_KEY, !key.isEmpty else {
      return .note("logged in at OpenAI, which the gateway does not need", .command("codex logout"), file: name)
    }
    if let token = context.providerTokens.first(where: { $0.token == Secret(key) }) {
      return .failed(
        "Codex was logged in with the token of \(token.name), which every agent can read there",
        .command("codex logout"),
        file: name
      )
    }
    if Secret(key) == context.written?.masterKey { return .passed("with the gateway's key, which is not needed") }
    return .warning(
      "Codex was logged in with a key that is not the gateway's, and every agent can read it",
      .command("codex logout"),
      file: name
    )
  }

  private struct Login: Decodable {
    var OPENAI_API_KEY: String?
  }
}
