internal import Diagnostics
internal import Provisioning

/// Compose reads no file that lies about beside `docker-compose.yml`: an agent in the devcontainer can put one there, and
/// have the providers' tokens sent elsewhere at the next start.
struct DevcontainerOverrideCheck: Check {
  let id = "devcontainer.override"
  let title = "compose files"
  let meaning = "Compose reads a file that an agent in the devcontainer can write, beside docker-compose.yml"
  let prerequisites = ["devcontainer.files"]

  /// What Compose looks for by itself, of either version: in place of `docker-compose.yml`, and after it.
  private static let names = [
    "compose.yaml", "compose.yml", "compose.override.yaml", "compose.override.yml", "docker-compose.override.yaml",
    "docker-compose.override.yml",
  ]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtDevcontainer { _ in
      guard context.value("COMPOSE_FILE").map(\.isEmpty) ?? true, let project = context.project else {
        return .passed("those that COMPOSE_FILE names")
      }
      let findings = Self.names.filter { context.file(project.path($0)) != nil }.map { name in
        Finding(
          .warning,
          "Compose reads \(name), which an agent in the devcontainer can write, as .env does not say what to read",
          .fix(.initialize(["COMPOSE_FILE=docker-compose.yml"])),
          file: name
        )
      }
      return .findings(findings, else: "docker-compose.yml alone")
    }
  }
}
