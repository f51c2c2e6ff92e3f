/// Whether the process runs in a container, the devcontainer among them.
///
/// - Parameters:
///   - environment: the process's environment.
///   - system: where to look.
/// - Returns: whether it does.
public func isContainer(_ environment: [String: String], _ system: some System) -> Bool {
  if ["DEVCONTAINER", "REMOTE_CONTAINERS"].contains(where: { !(environment[$0] ?? "").isEmpty }) { return true }
  return ["/.dockerenv", "/run/.containerenv"].contains { path in
    do throws(SystemError) { return try system.read(path) != nil } catch { return true }
  }
}
