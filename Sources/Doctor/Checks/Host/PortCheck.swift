internal import Gateway
internal import Provisioning

/// Nobody else sits on the gateway's port.
struct PortCheck: Check {
  let id = "host.port"
  let title = "port"
  let meaning = "another program listens on AGENTPROXY_PORT"
  let prerequisites = ["env.file"]
  /// Who may: the engines, and those that bring a container's port to this machine.
  private static let engines = [
    "agentproxy-setup (", "docker", "com.docker", "podman", "rootlessport", "pasta", "slirp4netns", "conmon", "litellm",
    "python", "caddy", "wslrelay", "vpnkit", "limactl", "colima",
  ]

  func run(_ context: DoctorContext) async -> Outcome {
    let port = context.settings.port
    guard PortOwner.isTaken(port: port, host: context.settings.bind) else { return .passed("\(port) is free") }
    guard let owner = PortOwner.find(port: port) else { return .passed("\(port) is taken by another user's process") }
    guard !Self.engines.contains(where: owner.hasPrefix) else { return .passed("\(port): \(owner)") }
    let free =
      (port + 1...port + 100).first { $0 <= 65535 && !PortOwner.isTaken(port: $0, host: context.settings.bind) } ?? 4100
    return .failed("port \(port) is taken by \(owner)", .fix(.initialize(["AGENTPROXY_PORT=\(free)"])))
  }
}
