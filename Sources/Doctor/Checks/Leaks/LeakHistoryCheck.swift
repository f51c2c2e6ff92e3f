internal import Provisioning
internal import Secrets

/// No key that is in use now was ever committed, in whatever file.
struct LeakHistoryCheck: Check {
  let id = "leaks.history"
  let title = "keys in git"
  let meaning = "a token of .env is in a commit, and whoever has a clone has it too"
  let prerequisites = ["leaks.committed"]
  let reach = Reach.slow

  /// What stands before a commit's name in the output.
  private static let mark = "agentproxy-commit "

  func run(_ context: DoctorContext) async -> Outcome {
    guard let project = context.project else { return .skipped("there is no clone here") }
    var tokens = context.providerTokens.map(\.token)
    if let key = context.written?.masterKey { tokens.append(key) }
    guard !tokens.isEmpty else { return .passed("there is no key yet") }
    // The keys go by way of standard input, where nobody else can read them; git's own input would be the same one.
    let script = """
      exec 3<&0
      git "$@" </dev/null | grep -a -F -f /dev/fd/3
      """
    let answer = await context.programs(
      "sh",
      arguments: ["-c", script, "sh"] + GitGuard.options + [
        "-C", project.folder, "log", "--all", "--patch", "--no-color", "--no-ext-diff", "--no-textconv",
        "--format=\(Self.mark)%h",
      ],
      input: ([Self.mark] + tokens.map(\.exposed)).map { "\($0)\n" }.joined(),
      patience: .seconds(2 * context.patience)
    )
    // Each commit's own line is among the lines found: without any there is no history.
    guard let output = answer.output else {
      return answer == .silent
        ? .skipped("git did not come to the end of its history in time") : .skipped("the clone has no history")
    }
    let lines = output.split(separator: "\n")
    // The mark stands in this very file as well, and so in a commit.
    let first = lines.firstIndex { line in
      !line.hasPrefix(Self.mark) && tokens.contains { line.contains($0.exposed) }
    }
    guard let first else { return .passed("none") }
    let commit = lines[..<first].last?.dropFirst(Self.mark.count) ?? ""
    return .failed(
      "a key of .env is in commit \(commit): whoever has a clone has it too",
      .advice("get a new one from the provider, or run agentproxy-setup rotate-key for the gateway's own")
    )
  }
}
