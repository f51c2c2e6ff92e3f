internal import Provisioning
internal import Stack

/// Something listens on the local endpoint.
struct RunningCheck: Check {
  let id = "engine.running"
  let title = "running"
  let meaning = "nothing listens where the clients look for the gateway"
  let prerequisites = ["env.master-key"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    guard let gateway = context.gateway else { return .skipped("the gateway's address is not known") }
    do throws(GatewayClient.Fault) {
      let answer = try await context.readinessOrFault()
      let engine = Self.engine(answer)
      let holder = gateway.isLocal ? PortHolder.find(port: gateway.port, context) : nil
      // What answers as an engine is one, whatever its program is called.
      if engine == nil, let stranger = stranger(holder, gateway, context) { return stranger }
      return .passed([engine ?? "not the embedded engine", holder?.name].compactMap { $0 }.joined(separator: ", "))
    } catch {
      switch error {
      // It listens, and what it says is the next check's.
      case .timeout, .broken:
        let holder = gateway.isLocal ? PortHolder.find(port: gateway.port, context) : nil
        return stranger(holder, gateway, context) ?? .passed("something listens on port \(gateway.port)")
      case .down(let reason):
        let start = context.isInside ? Remedy.advice("start the gateway on the host") : .command(context.startCommand)
        return .failed("no gateway at \(gateway.host):\(gateway.port): \(reason)", start)
      }
    }
  }

  /// What to say of a program that is none of ours: no engine can be started as long as it is there.
  private func stranger(_ holder: PortHolder?, _ gateway: GatewayEndpoint, _ context: DoctorContext) -> Outcome? {
    guard let holder, !holder.isEngine else { return nil }
    let message = "no gateway at \(gateway.host):\(gateway.port): \(holder.name) listens there"
    // Another port than that of .env was chosen by a variable, which is not ours to change.
    let isOurs = gateway.port == context.settings.port
    return .failed(message, isOurs ? PortHolder.choosingAnotherPort(context) : .advice("stop that program"))
  }

  /// Which engine gave an answer to the question whether it is ready; `nil` if none that is known.
  static func engine(_ answer: GatewayClient.Answer) -> String? {
    let body = String(decoding: answer.body, as: UTF8.self)
    if body.contains(#""engine":"embedded""#) {
      return body.contains(#""simulated":true"#) ? "embedded, simulated" : "embedded"
    }
    // What LiteLLM says of its database; older versions also say which they are.
    return body.contains(#""db""#) || liteLLMVersion(answer) != nil ? "LiteLLM" : nil
  }

  /// The version of the LiteLLM that gave the answer; `nil` if it was none, or does not say.
  static func liteLLMVersion(_ answer: GatewayClient.Answer) -> String? {
    let body = String(decoding: answer.body, as: UTF8.self)
    guard let start = body.firstRange(of: #""litellm_version""#)?.upperBound else { return nil }
    let version = body[start...].drop { ": \"".contains($0) }.prefix { $0.isNumber || $0 == "." }
    return version.isEmpty ? nil : String(version)
  }
}
