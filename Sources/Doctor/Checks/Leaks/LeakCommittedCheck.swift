internal import Provisioning

/// `.env` was never committed.
struct LeakCommittedCheck: Check {
  let id = "leaks.committed"
  let title = ".env in git"
  let meaning = ".env, or a file called like it, was committed once, and whoever has a clone has its tokens"

  /// What stands before a commit's name in the output.
  private static let mark = "commit "

  func run(_ context: DoctorContext) async -> Outcome {
    guard let project = context.project else { return .skipped("there is no clone here") }
    let files = [".env", ".env.*"] + ["example", "sample", "template", "dist"].map { ":(exclude).env.\($0)" }
    let answer = await context.programs(
      "git",
      arguments: GitGuard.options
        + ["-C", project.folder, "log", "--all", "--diff-filter=A", "--name-only", "--format=\(Self.mark)%h", "--"]
        + files,
      patience: .seconds(2 * context.patience)
    )
    switch answer {
    case .missing: return .skipped("git is not installed")
    case .silent: return .skipped("git did not come to the end of its history in time")
    case .ended(0, let output, _):
      // The newest commit first, and behind its line those of its files.
      let lines = output.split(separator: "\n")
      guard let first = lines.firstIndex(where: { !$0.hasPrefix(Self.mark) }) else { return .passed("never committed") }
      let commit = lines[..<first].last?.dropFirst(Self.mark.count) ?? ""
      let keys = CommittedKeys(context)
      if !keys.isEmpty, await keys.search(project, among: files) == .nothing {
        return .note(
          "\(lines[first]) was committed in \(commit), and none of the tokens that .env has now was in it",
          file: String(lines[first])
        )
      }
      return .failed(
        "\(lines[first]) was committed in \(commit): replace every token that was in it",
        .advice("get new tokens from the providers, then agentproxy-setup rotate-key"),
        file: String(lines[first])
      )
    case .ended(_, _, let errors):
      let isNone = errors.contains("not a git repository")
      return .skipped(isNone ? "the clone is no git repository" : "git does not have the whole history here")
    }
  }
}
