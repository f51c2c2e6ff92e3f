internal import Gateway
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
      let owner = gateway.isLocal ? PortOwner.find(port: gateway.port) : nil
      return .passed([Self.engine(answer), owner].compactMap { $0 }.joined(separator: ", "))
    } catch {
      switch error {
      // It listens, and what it says is the next check's.
      case .timeout, .broken: return .passed("something listens on port \(gateway.port)")
      case .down(let reason):
        let start = context.isInside ? Remedy.advice("start the gateway on the host") : .command(context.startCommand)
        return .failed("no gateway at \(gateway.host):\(gateway.port): \(reason)", start)
      }
    }
  }

  /// Which engine gave an answer to the question whether it is ready.
  static func engine(_ answer: GatewayClient.Answer) -> String {
    let body = String(decoding: answer.body, as: UTF8.self)
    if body.contains(#""engine":"embedded""#) {
      return body.contains(#""simulated":true"#) ? "embedded, simulated" : "embedded"
    }
    // What LiteLLM says of its database; older versions also say which they are.
    return body.contains(#""db""#) || liteLLMVersion(answer) != nil ? "LiteLLM" : "not the embedded engine"
  }

  /// The version of the LiteLLM that gave the answer; `nil` if it was none, or does not say.
  static func liteLLMVersion(_ answer: GatewayClient.Answer) -> String? {
    let body = String(decoding: answer.body, as: UTF8.self)
    guard let start = body.firstRange(of: #""litellm_version""#)?.upperBound else { return nil }
    let version = body[start...].drop { ": \"".contains($0) }.prefix { $0.isNumber || $0 == "." }
    return version.isEmpty ? nil : String(version)
  }
}
