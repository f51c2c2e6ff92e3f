internal import Provisioning

/// The programs that the compose engine needs.
///
/// They are only looked for, not started: that takes longer than everything else together.
struct ContainersCheck: Check {
  let id = "host.containers"
  let title = "containers"
  let meaning = "AGENTPROXY_ENGINE=compose, and there is no Docker or Podman with Compose"
  private static let pluginFolders = [
    "/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins",
    "/usr/local/lib/docker/cli-plugins",
  ]

  func run(_ context: DoctorContext) async -> Outcome {
    guard !context.isInside else { return .passed("not needed in the container") }
    let engine = context.settings.engine
    guard engine != .embedded else { return .passed("not needed: the engine is embedded") }
    let found = ["docker", "podman", "docker-compose", "podman-compose"].filter { context.findProgram($0) != nil }
    let embedded = Remedy.fix(.initialize(["AGENTPROXY_ENGINE=embedded"]))
    guard let program = found.first else {
      return engine == .auto
        ? .passed("none, so the engine is embedded")
        : .failed("AGENTPROXY_ENGINE is compose, and neither Docker nor Podman is installed", embedded)
    }
    guard found.contains(where: { $0.hasSuffix("-compose") }) || hasPlugin(context) else {
      return engine == .auto
        ? .passed("\(program) without Compose, so the engine is embedded")
        : .failed("AGENTPROXY_ENGINE is compose, and \(program) has no Compose", embedded)
    }
    return .passed(found.joined(separator: ", "))
  }

  private func hasPlugin(_ context: DoctorContext) -> Bool {
    (["\(context.places.home)/.docker/cli-plugins"] + Self.pluginFolders).contains { folder in
      context.isProgram("\(folder)/docker-compose")
    }
  }
}
