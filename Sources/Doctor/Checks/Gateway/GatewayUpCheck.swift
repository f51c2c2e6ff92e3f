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
        .advice("stop that program, or choose another port: agentproxy-setup init --set AGENTPROXY_PORT=…")
      )
    } catch {
      switch error {
      case .timeout:
        return .failed("the gateway at \(place) gives no answer", .advice("restart it: \(context.startCommand)"))
      case .down(let reason), .broken(let reason):
        return .failed(
          "what listens at \(place) is no gateway: \(reason)",
          .advice("stop that program, or choose another port: agentproxy-setup init --set AGENTPROXY_PORT=…")
        )
      }
    }
  }
}
