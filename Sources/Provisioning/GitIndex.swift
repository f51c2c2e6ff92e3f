internal import Subprocess

/// What git knows about files.
public enum GitIndex {
  /// Whether the file at `path` is tracked: a secret in it would be published with the next push.
  ///
  /// - Returns: `false` also where git is missing, the folder is no repository, or there is no answer within 2 seconds.
  public static func tracks(_ path: String) async -> Bool {
    await tracks(path, environment: .inherit, patience: .seconds(2))
  }

  /// The same with git searched for in the folders of `searchPath` alone.
  static func tracks(_ path: String, searchPath: String, patience: Duration) async -> Bool {
    await tracks(path, environment: .inherit.updating(["PATH": searchPath]), patience: patience)
  }

  private static func tracks(_ path: String, environment: Environment, patience: Duration) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { await isInIndex(path, environment) }
      group.addTask {
        try? await Task.sleep(for: patience)
        return false
      }
      let answer = await group.next() ?? false
      // Ends the child process if it is the one that is late.
      group.cancelAll()
      return answer
    }
  }

  private static func isInIndex(_ path: String, _ environment: Environment) async -> Bool {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let name = String(path[slash...].dropFirst())
    let result = try? await run(
      .name("git"),
      arguments: .init(GitGuard.options + ["-C", String(path[..<slash]), "ls-files", "--error-unmatch", "--", name]),
      environment: environment,
      output: .discarded,
      error: .discarded
    )
    return result?.terminationStatus.isSuccess ?? false
  }
}
