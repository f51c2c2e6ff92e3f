internal import Provisioning
internal import Secrets

/// Looks for the keys that are in use now in all that was ever committed.
struct CommittedKeys {
  /// What there is to tell.
  enum Answer: Equatable {
    /// None of them is there.
    case nothing
    /// One is, first in this commit, counted from the newest.
    case commit(String)
    /// git did not come to the end of its history in time.
    case silent
    /// There is no history.
    case none
  }

  /// What stands before a commit's name in the output.
  private static let mark = "agentproxy-commit "

  private let keys: [Secret]
  private let context: DoctorContext

  /// Looks for the keys of a setup: the providers' and the gateway's.
  init(_ context: DoctorContext) {
    var keys = context.providerTokens.map(\.token)
    if let key = context.written?.masterKey { keys.append(key) }
    self.keys = keys
    self.context = context
  }

  /// Whether there is nothing to look for.
  var isEmpty: Bool { keys.isEmpty }

  /// Looks through a clone's history.
  ///
  /// - Parameters:
  ///   - project: the clone.
  ///   - files: what to look at, as git has it; all by default.
  /// - Returns: what there is to tell.
  func search(_ project: Project, among files: [String] = []) async -> Answer {
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
      ] + (files.isEmpty ? [] : ["--"] + files),
      input: ([Self.mark] + keys.map(\.exposed)).map { "\($0)\n" }.joined(),
      patience: .seconds(2 * context.patience)
    )
    // Each commit's own line is among the lines found: without any there is no history.
    guard let output = answer.output else { return answer == .silent ? .silent : .none }
    let lines = output.split(separator: "\n")
    // The mark stands in this very file as well, and so in a commit.
    let first = lines.firstIndex { line in
      !line.hasPrefix(Self.mark) && keys.contains { line.contains($0.exposed) }
    }
    guard let first else { return .nothing }
    let commit = lines[..<first].last { $0.hasPrefix(Self.mark) }
    return .commit(String(commit?.dropFirst(Self.mark.count) ?? ""))
  }
}
