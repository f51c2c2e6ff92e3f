/// Keeps git from running what a repository's own configuration names.
///
/// Whoever may write to the clone, as an agent in the devcontainer may, could have commands run on the host by it. Measured
/// with git 2.39: `core.fsmonitor` is run by `ls-files`, and where an object is missing `log` fetches it from the remote,
/// which may be a command.
public enum GitGuard {
  /// Options that go before git's subcommand.
  public static let options =
    ["core.fsmonitor=false", "log.showSignature=false"].flatMap { ["-c", $0] }
    + ["ext", "file", "git", "http", "https", "ssh"].flatMap { ["-c", "protocol.\($0).allow=never"] }
}
