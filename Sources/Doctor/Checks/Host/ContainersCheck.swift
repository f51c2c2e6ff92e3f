internal import Diagnostics
internal import Provisioning
internal import Stack

/// What the compose engine needs: a program that speaks of Compose, and somebody who has containers.
struct ContainersCheck: Check {
  let id = "host.containers"
  let title = "containers"
  let meaning = "AGENTPROXY_ENGINE=compose, and no containers can be had from Docker or Podman with Compose"

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
      return .passed("`\(try await context.composeProgram().words)` works")
    } catch {
      guard engine == .compose else {
        return .passed("the engine is embedded, as \(error.diagnostics.first?.message ?? "there are none")")
      }
      return .findings(error.diagnostics.map { Finding($0, as: .error) }, else: "")
    }
  }
}
