internal import Provisioning

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Compares the folder in which a client looks for its files with the one that was written to.
///
/// - Parameters:
///   - client: the client.
///   - variable: the variable that names the folder.
///   - folder: the folder now.
///   - standard: the folder without the variable.
///   - file: the file that is written for every setup.
///   - context: the setup.
/// - Returns: what there is to say.
func clientFolder(
  of client: Client,
  variable: String,
  folder: String,
  standard: String,
  file: String,
  _ context: DoctorContext
) -> Outcome {
  let name = context.places.display(folder)
  let isNamed = !(context.environment[variable] ?? "").isEmpty
  // Codex refuses to start then; Claude Code makes the folder.
  if client == .codex, isNamed, !FileManager.default.fileExists(atPath: folder) {
    return .failed("\(variable) names \(name), which is not there", .command("unset \(variable)"))
  }
  let paths = (try? ConfiguredClients(in: context.places, context.system).paths) ?? []
  guard !paths.contains("\(folder)/\(file)") else {
    guard isNamed, folder != standard else { return .passed(name) }
    return .note(
      "\(name), by \(variable); a VS Code that was started without it reads \(context.places.display(standard))"
    )
  }
  let others = paths.filter { isMainFile($0, of: client) }
  guard let other = others.first else { return .passed(name) }
  let place = context.places.display(String(other.dropLast(file.utf8.count + 1)))
  return isNamed
    ? .failed("\(variable) leads to \(name), but \(place) was written", .command("unset \(variable)"))
    : .failed("\(name) is read, but \(place) was written: \(variable) was set then", context.configuring(client))
}

extension DoctorContext {
  /// Whether a client was configured, in whichever folder it had its files then.
  func hasWritten(_ client: Client) -> Bool {
    (try? ConfiguredClients(in: places, system).paths)?.contains { isMainFile($0, of: client) } == true
  }
}

/// Whether a file is the one that is written for every setup of the client; VS Code has one that is called the same.
private func isMainFile(_ path: String, of client: Client) -> Bool {
  switch client {
  case .codex: path.hasSuffix("/config.toml")
  case .claude: path.hasSuffix("/settings.json") && !path.hasSuffix("/User/settings.json")
  case .copilot, .copilotLegacy: false
  }
}
