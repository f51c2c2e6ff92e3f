/// Where this user's files are, and how to name them in messages.
public struct Places: Sendable, Equatable {
  /// The home folder.
  public let home: String
  /// The folder the command was started in.
  public let current: String
  /// Codex's folder: `CODEX_HOME`, or `~/.codex`.
  public let codexFolder: String
  /// Claude Code's settings.
  public let claudeSettings: String
  /// Claude Code's own notes, which `CLAUDE_CONFIG_DIR` moves into the folder of the settings.
  public let claudeState: String
  /// The folders in which the editions of VS Code would keep this user's settings, whether they are there or not.
  public let codeFolders: [String]
  /// What this program keeps from run to run: the ledger, the backups, the lock. `agentproxy-setup` in
  /// `XDG_STATE_HOME`, or in `~/.local/state`.
  public let stateFolder: String

  /// Reads the places from the process's environment.
  ///
  /// - Parameters:
  ///   - environment: the environment; without `HOME` the home folder is `/`.
  ///   - current: the working folder.
  public init(environment: [String: String], current: String) {
    func folder(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : absolutePath($0, from: current) }
    }
    let home = folder("HOME") ?? ""
    self.home = home
    self.current = absolutePath(current, from: "/")
    codexFolder = folder("CODEX_HOME") ?? "\(home)/.codex"
    let claudeFolder = folder("CLAUDE_CONFIG_DIR")
    claudeSettings = "\(claudeFolder ?? "\(home)/.claude")/settings.json"
    claudeState = "\(claudeFolder ?? home)/.claude.json"
    codeFolders = CopilotPlaces.folders(home: home, configurationHome: environment["XDG_CONFIG_HOME"])
    // The XDG Base Directory Specification has relative paths ignored.
    let stateHome = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? absolutePath($0, from: "/") : nil }
    stateFolder = "\(stateHome ?? "\(home)/.local/state")/agentproxy-setup"
  }

  /// The copies of files as they were before a change.
  public var backups: String { "\(stateFolder)/backups" }

  /// The copies of one file, the oldest first.
  ///
  /// - Parameter path: the absolute path of the file.
  /// - Returns: the absolute paths of the copies.
  public func backups(of path: String) -> [String] {
    let folder = backups + path
    return Backups.copies(in: folder).map { "\(folder)/\($0.name)" }
  }

  /// The record of what was written, and of what was there before.
  public var ledger: String { "\(stateFolder)/ledger.json" }

  /// `path` as messages name it: relative to the working folder if it is below, else with `~` for the home folder.
  public func display(_ path: String) -> String {
    if path.hasPrefix("\(current)/") { return String(path.dropFirst(current.count + 1)) }
    if path == current { return "." }
    if !home.isEmpty, path == home || path.hasPrefix("\(home)/") { return "~\(path.dropFirst(home.count))" }
    return path
  }
}
