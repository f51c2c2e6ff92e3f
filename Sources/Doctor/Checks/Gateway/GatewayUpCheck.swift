internal import Stack

/// What listens there is a gateway.
struct GatewayUpCheck: Check {
  let id = "gateway.up"
  let title = "up"
  let meaning = "what listens on the gateway's port does not answer as a gateway"
  let prerequisites = ["engine.running"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    guard let gateway = context.gateway else { return .skipped("the gateway's address is not known") }
    let place = "\(gateway.host):\(gateway.port)"
    do throws(GatewayClient.Fault) {
      let answer = try await GatewayClient(gateway).ask("/health/liveliness", seconds: context.patience)
      // LiteLLM's words, which the embedded engine uses too.
      if answer.status == 200, String(decoding: answer.body, as: UTF8.self).contains("alive") { return .passed(place) }
      return .failed(
        "what answers at \(place) is no gateway (status \(answer.status))",
        makingRoom(gateway, context)
      )
    } catch {
      switch error {
      case .timeout:
        // Another user's process may be a container's, or a program that no engine can be started beside.
        let isKnown = gateway.isLocal && PortHolder.find(port: gateway.port, context) != nil
        return .failed(
          "what listens at \(place) gives no answer",
          isKnown ? context.restarting : makingRoom(gateway, context, isSure: false)
        )
      case .down(let reason), .broken(let reason):
        return .failed(
          "what listens at \(place) is no gateway: \(reason)",
          makingRoom(gateway, context)
        )
      }
    }
  }

  /// What helps where another program has the gateway's port. To start an engine does not.
  private func makingRoom(_ gateway: GatewayEndpoint, _ context: DoctorContext, isSure: Bool = true) -> Remedy {
    guard gateway.isLocal else { return .advice("AGENTPROXY_BASE_URL has to name the gateway") }
    let restart = isSure ? "" : "if it is the gateway, restart it: agentproxy-setup restart; if not, "
    return .advice("\(restart)stop that program, or choose another port: agentproxy-setup init --set AGENTPROXY_PORT=…")
  }
}
