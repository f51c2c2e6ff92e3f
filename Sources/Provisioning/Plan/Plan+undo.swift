internal import Rendering

extension Plan {
  /// The commands that undo what the plan writes: what is new is removed, what was checked in is fetched back.
  ///
  /// An environment file that existed before is not among them; its changes only added to it.
  ///
  /// - Parameters:
  ///   - project: the clone; `nil` if the plan has none of its files.
  ///   - places: how to name the files.
  /// - Returns: none if nothing is written.
  public func undoCommands(project: Project?, places: Places) -> [String] {
    var created = changes.filter { $0.action == .create }.map(\.path)
    let updated = changes.filter { $0.action == .update && $0.owner == .repository }.map(\.path)
    if let project, records.contains(where: { $0.action == .create }) {
      created.append(project.path(".agentproxy"))
    }
    var commands: [String] = []
    if !created.isEmpty { commands.append("rm -r " + words(created, places)) }
    if !updated.isEmpty { commands.append("git checkout -- " + words(updated, places)) }
    return commands
  }

  private func words(_ paths: [String], _ places: Places) -> String {
    paths.map { path in
      let name = places.display(path)
      let isPlain = name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-./~".utf8.contains(byte)
      }
      return isPlain ? name : ShellDialect.bash.quoted(path)
    }
    .joined(separator: " ")
  }
}
