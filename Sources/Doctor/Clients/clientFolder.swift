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
  let others = paths.filter { path in path.hasSuffix("/\(file)") && ownerOf(path, client) }
  guard let other = others.first else { return .passed(name) }
  let place = context.places.display(String(other.dropLast(file.utf8.count + 1)))
  return isNamed
    ? .failed("\(variable) leads to \(name), but \(place) was written", .command("unset \(variable)"))
    : .failed("\(name) is read, but \(place) was written: \(variable) was set then", context.configuring(client))
}

/// Whether a file of this name is the client's: both keep one called by its own name.
private func ownerOf(_ path: String, _ client: Client) -> Bool {
  switch client {
  case .codex: path.hasSuffix("/config.toml")
  case .claude: path.hasSuffix("/settings.json") && !path.hasSuffix("/User/settings.json")
  case .copilot, .copilotLegacy: false
  }
}
