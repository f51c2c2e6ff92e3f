internal import Subprocess

extension RepositoryMerge {
  /// Merges with `git merge-file`, as `git merge` does for each file; works outside of repositories too.
  public static let git = git(environment: .inherit, patience: .seconds(60))

  /// The same with git searched for in the folders of `searchPath` alone.
  static func git(searchPath: String, patience: Duration) -> RepositoryMerge {
    git(environment: .inherit.updating(["PATH": searchPath]), patience: patience)
  }

  private static func git(environment: Environment, patience: Duration) -> RepositoryMerge {
    RepositoryMerge { versions in
      await withTaskGroup(of: Outcome.self) { group in
        group.addTask { await GitMerge(versions).run(environment) }
        group.addTask {
          try? await Task.sleep(for: patience)
          return .unavailable("git gave no answer in time")
        }
        let outcome = await group.next() ?? .unavailable("git gave no answer")
        // Ends the child process if it is the one that is late.
        group.cancelAll()
        return outcome
      }
    }
  }
}

/// One run of `git merge-file`.
private struct GitMerge {
  /// The largest file that is merged; the repository's own have a few kilobytes.
  private static let sizeLimit = 16 << 20

  private let versions: RepositoryMerge.Versions
  /// How long the lines are that mark a conflict: longer than any such line of the versions themselves.
  private let markerSize: Int

  init(_ versions: RepositoryMerge.Versions) {
    self.versions = versions
    let lines = [versions.mine, versions.base, versions.theirs].flatMap { $0.split(separator: UInt8(ascii: "\n")) }
    markerSize = 1 + (lines.map { line in line.prefix { $0 == line.first }.count }.max() ?? 0)
  }

  func run(_ environment: Environment) async -> RepositoryMerge.Outcome {
    guard let folder = TemporaryFolder() else { return .unavailable("there is no place for temporary files") }
    defer { folder.remove() }
    guard folder.write(versions.mine, as: "mine"), folder.write(versions.base, as: "base"),
      folder.write(versions.theirs, as: "theirs")
    else { return .unavailable("temporary files could not be written") }
    let result = try? await Subprocess.run(
      .name("git"),
      arguments: [
        "-C", folder.path, "merge-file", "-p", "--diff3", "--marker-size=\(markerSize)", "mine", "base", "theirs",
      ],
      environment: environment,
      output: .bytes(limit: Self.sizeLimit),
      error: .discarded
    )
    guard let result else { return .unavailable("git could not be run") }
    // The status is the number of conflicts, at most 127; beyond that it is an error.
    guard case .exited(let status) = result.terminationStatus, 0...127 ~= status else {
      return .unavailable("git could not merge the file")
    }
    if status == 0 { return .merged(result.standardOutput) }
    return .conflict(conflictingLines(of: versions.mine, in: result.standardOutput, markerSize: markerSize))
  }
}
