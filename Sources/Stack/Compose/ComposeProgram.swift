/// A program that runs the containers of `docker-compose.yml`.
public enum ComposeProgram: String, Sendable, CaseIterable {
  /// The plugin of Docker's own command, version 2.
  case dockerPlugin
  /// The program of its own, of version 1.29 or 2.
  case dockerCompose
  /// Podman's command, which calls one of the others.
  case podmanPlugin
  /// The one written for Podman.
  case podmanCompose

  /// What a user would type.
  public var words: String { command.joined(separator: " ") }

  /// The program, and what always follows it.
  var command: [String] {
    switch self {
    case .dockerPlugin: ["docker", "compose"]
    case .dockerCompose: ["docker-compose"]
    case .podmanPlugin: ["podman", "compose"]
    case .podmanCompose: ["podman-compose"]
    }
  }

  /// Who has the containers.
  var containers: String {
    switch self {
    case .dockerPlugin, .dockerCompose: "docker"
    case .podmanPlugin, .podmanCompose: "podman"
    }
  }

  /// What shows whether it is there.
  var versionCommand: [String] { command + ["version"] }

  /// What shows whether containers can be had.
  var daemonCommand: [String] { [containers, "info"] }
}
