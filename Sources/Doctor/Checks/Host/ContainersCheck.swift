internal import Diagnostics
internal import Provisioning
internal import Stack

/// What the compose engine needs: a program that speaks of Compose, and somebody who has containers.
struct ContainersCheck: Check {
  let id = "host.containers"
  let title = "containers"
  let meaning =
    "AGENTPROXY_ENGINE=compose, and no containers can be had from Docker or Podman with Compose; or it is too old"

  /// The first `docker-compose` that the stack was tried with. Of the other programs every version will do, or `up`
  /// does not take it.
  private static let oldest = Version("1.29.0")

  func run(_ context: DoctorContext) async -> Outcome {
    guard !context.isInside else { return .passed("not needed in the container") }
    let engine = context.settings.engine
    guard engine != .embedded else { return .passed("not needed: the engine is embedded") }
    // Either engine will do then, and the programs take longer to answer than everything else together.
    if engine == .auto, context.isBrief {
      let found = ["docker", "podman", "docker-compose", "podman-compose"].filter { context.findProgram($0) != nil }
      return .passed(found.isEmpty ? "none, so the engine is embedded" : "\(found.joined(separator: ", ")), not asked")
    }
    do throws(Failure) {
      let (program, text) = try await context.composeVersion()
      guard let text else { return .passed("`\(program.words)` works") }
      if program == .dockerCompose, let version = Version(text), let oldest = Self.oldest, version < oldest {
        return .warning(
          "docker-compose \(version) is older than \(oldest), and may not accept docker-compose.yml",
          .advice("install a newer one, or take the other engine: agentproxy-setup up --engine embedded")
        )
      }
      return .passed("`\(program.words)` \(text)")
    } catch {
      guard engine == .compose else {
        return .passed("the engine is embedded, as \(error.diagnostics.first?.message ?? "there are none")")
      }
      return .findings(error.diagnostics.map { Finding($0, as: .error) }, else: "")
    }
  }
}
