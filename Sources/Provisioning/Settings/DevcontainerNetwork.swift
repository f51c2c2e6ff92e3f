/// What can be reached from inside the devcontainer.
public enum DevcontainerNetwork: String, Sendable, CaseIterable {
  /// The gateway and the internet.
  case open
  /// The gateway alone.
  case strict
}
