internal import Provisioning

/// No key that is in use now was ever committed, in whatever file.
struct LeakHistoryCheck: Check {
  let id = "leaks.history"
  let title = "keys in git"
  let meaning = "a token of .env is in a commit, and whoever has a clone has it too"
  let prerequisites = ["leaks.committed"]
  let reach = Reach.slow

  func run(_ context: DoctorContext) async -> Outcome {
    guard let project = context.project else { return .skipped("there is no clone here") }
    let keys = CommittedKeys(context)
    guard !keys.isEmpty else { return .passed("there is no key yet") }
    return switch await keys.search(project) {
    case .nothing: .passed("none")
    case .none: .skipped("the clone has no history")
    case .silent: .skipped("git did not come to the end of its history in time")
    case .commit(let name):
      .failed(
        "a key of .env is in commit \(name): whoever has a clone has it too",
        .advice("get a new one from the provider, or run agentproxy-setup rotate-key for the gateway's own")
      )
    }
  }
}
