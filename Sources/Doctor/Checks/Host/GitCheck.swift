/// Git merges what the user edited with what is newly rendered, and says whether `.env` is tracked.
struct GitCheck: Check {
  let id = "host.git"
  let title = "git"
  let meaning = "git is not installed, or does not start"

  func run(_ context: DoctorContext) async -> Outcome {
    switch await context.programs("git", "--version", patience: .seconds(context.patience)) {
    case .ended(0, let output, _):
      let version = output.split(whereSeparator: \.isWhitespace).dropFirst(2).first
      return .passed(version.map(String.init) ?? "installed")
    case .missing:
      return .warning(
        "git is not installed: files that you edited cannot be merged with new ones, and nobody sees whether .env is "
          + "tracked",
        .command("sudo apt-get install git")
      )
    case .ended, .silent:
      return .warning("git does not start", .command("git --version"))
    }
  }
}
