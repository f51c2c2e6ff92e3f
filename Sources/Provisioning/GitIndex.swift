internal import Subprocess

/// What git knows about files.
public enum GitIndex {
  /// Whether the file at `path` is tracked: a secret in it would be published with the next push.
  ///
  /// - Returns: `false` also where git is missing or the folder is no repository.
  public static func tracks(_ path: String) async -> Bool {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let name = String(path[slash...].dropFirst())
    let result = try? await run(
      .name("git"),
      arguments: ["-C", String(path[..<slash]), "ls-files", "--error-unmatch", "--", name],
      output: .discarded,
      error: .discarded
    )
    return result?.terminationStatus.isSuccess ?? false
  }
}
