internal import Provisioning

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A client reads the folder that was written to.
struct ClientHomeCheck: Check {
  let id: String
  let title: String
  let meaning: String
  let prerequisites: [String]
  private let client: Client
  /// The variable that names the folder.
  private let variable: String
  /// The folder without the variable, in the home folder.
  private let standard: String
  /// The file that is written for every setup.
  private let file: String
  /// The folder now.
  private let folder: @Sendable (Places) -> String

  func run(_ context: DoctorContext) async -> Outcome {
    let folder = folder(context.places)
    let name = context.places.display(folder)
    let isNamed = !(context.environment[variable] ?? "").isEmpty
    // Codex refuses to start then; Claude Code makes the folder.
    if client == .codex, isNamed, !FileManager.default.fileExists(atPath: folder) {
      return .failed("\(variable) names \(name), which is not there", .command("unset \(variable)"))
    }
    let paths = (try? ConfiguredClients(in: context.places, context.system).paths) ?? []
    guard !paths.contains("\(folder)/\(file)") else {
      let standard = "\(context.places.home)/\(standard)"
      guard isNamed, folder != standard else { return .passed(name) }
      return .note(
        "\(name), by \(variable); a VS Code that was started without it reads \(context.places.display(standard))"
      )
    }
    guard let other = paths.first(where: { isMainFile($0, of: client) }) else { return .passed(name) }
    let place = context.places.display(String(other.dropLast(file.count + 1)))
    return isNamed
      ? .failed("\(variable) leads to \(name), but \(place) was written", .command("unset \(variable)"))
      : .failed("\(name) is read, but \(place) was written: \(variable) was set then", context.configuring(client))
  }

  /// Codex's.
  static let codex = ClientHomeCheck(
    .codex,
    name: "Codex",
    variable: "CODEX_HOME",
    standard: ".codex",
    file: "config.toml",
    folder: \.codexFolder
  )

  /// Claude Code's.
  static let claude = ClientHomeCheck(
    .claude,
    name: "Claude Code",
    variable: "CLAUDE_CONFIG_DIR",
    standard: ".claude",
    file: "settings.json",
    folder: { String($0.claudeSettings.dropLast("/settings.json".count)) }
  )

  private init(
    _ client: Client,
    name: String,
    variable: String,
    standard: String,
    file: String,
    folder: @escaping @Sendable (Places) -> String
  ) {
    id = "\(client.rawValue).home"
    title = "\(client.rawValue) home"
    meaning = "\(variable) leads \(name) to another folder than the one that was written to"
    prerequisites = ["\(client.rawValue).installed"]
    self.client = client
    self.variable = variable
    self.standard = standard
    self.file = file
    self.folder = folder
  }
}
