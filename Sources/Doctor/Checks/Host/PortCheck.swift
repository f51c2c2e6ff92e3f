internal import Gateway
internal import Provisioning

/// Nobody else sits on the gateway's port.
struct PortCheck: Check {
  let id = "host.port"
  let title = "port"
  let meaning = "another program listens on AGENTPROXY_PORT"
  let prerequisites = ["env.file"]

  func run(_ context: DoctorContext) async -> Outcome {
    let port = context.settings.port
    guard PortOwner.isTaken(port: port, host: context.settings.bind) else { return .passed("\(port) is free") }
    guard let holder = PortHolder.find(port: port, context) else {
      return .passed("\(port) is taken by another user's process")
    }
    guard !holder.isEngine else { return .passed("\(port): \(holder.name)") }
    return .failed("port \(port) is taken by \(holder.name)", PortHolder.choosingAnotherPort(context))
  }
}
