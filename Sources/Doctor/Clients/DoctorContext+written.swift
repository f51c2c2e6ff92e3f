internal import Provisioning

extension DoctorContext {
  /// Whether a client may be at work though its program is not on the search path, as its extension for VS Code is: it
  /// was configured, or has a file that says what it does.
  func isAtWork(_ client: Client) -> Bool {
    let files =
      switch client {
      case .codex: ["\(places.codexFolder)/config.toml"] + [project?.path(".codex/config.toml")].compactMap(\.self)
      case .claude: [places.claudeSettings]
      case .copilot, .copilotLegacy: [String]()
      }
    return hasWritten(client) || files.contains { file($0) != nil }
  }

  /// Whether a client was configured, in whichever folder it had its files then.
  func hasWritten(_ client: Client) -> Bool {
    (try? ConfiguredClients(in: places, system).paths)?.contains { isMainFile($0, of: client) } == true
  }
}

/// Whether a file is the one that is written for every setup of the client; VS Code has one that is called the same.
func isMainFile(_ path: String, of client: Client) -> Bool {
  switch client {
  case .codex: path.hasSuffix("/config.toml")
  case .claude: path.hasSuffix("/settings.json") && !path.hasSuffix("/User/settings.json")
  case .copilot, .copilotLegacy: false
  }
}
