internal import Gateway
internal import Provisioning

/// The program that has a port of this machine.
struct PortHolder {
  /// The program and its process, such as `nginx (process 77)`.
  let name: String
  /// Whether it is an engine, or what brings a container's port to this machine.
  let isEngine: Bool

  /// Who may have the gateway's port. LiteLLM is a script, and goes by the name of what it is called with.
  private static let engines = [
    "agentproxy-setup (", "docker", "com.docker", "podman", "rootlessport", "pasta", "slirp4netns", "conmon", "caddy",
    "wslrelay", "vpnkit", "limactl", "colima",
  ]

  /// Finds the program that listens on a port.
  ///
  /// - Parameters:
  ///   - port: the port.
  ///   - context: the setup.
  /// - Returns: `nil` if nobody does, or it is another user's process.
  static func find(port: Int, _ context: DoctorContext) -> PortHolder? {
    guard let name = PortOwner.find(port: port) else { return nil }
    let isEngine = engines.contains(where: name.hasPrefix) || isLiteLLM(name, context)
    return PortHolder(name: name, isEngine: isEngine)
  }

  /// What gives the gateway a port that nobody has.
  static func choosingAnotherPort(_ context: DoctorContext) -> Remedy {
    let port = context.settings.port
    let host = context.settings.bind
    // Not further, so that a machine without any free port does not make it look for long.
    let free = (port + 1...port + 100).first { $0 <= 65535 && !PortOwner.isTaken(port: $0, host: host) } ?? 4100
    return .fix(.initialize(["AGENTPROXY_PORT=\(free)"]))
  }

  private static func isLiteLLM(_ name: String, _ context: DoctorContext) -> Bool {
    let words = name.split { !$0.isNumber }
    guard let process = words.last, let file = context.file("/proc/\(process)/cmdline") else { return false }
    return String(decoding: file.bytes, as: UTF8.self).lowercased().contains("litellm")
  }
}
