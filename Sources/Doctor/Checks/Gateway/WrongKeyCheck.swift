internal import Secrets
internal import Stack

/// The gateway takes no other key.
struct WrongKeyCheck: Check {
  let id = "gateway.wrong-key"
  let title = "wrong key"
  let meaning = "the gateway lets in who has no key, so that whoever reaches it spends your tokens"
  let prerequisites = ["gateway.up"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    guard let gateway = context.gateway else { return .skipped("the gateway's address is not known") }
    do throws(GatewayClient.Fault) {
      let key = Secret.random()
      let answer = try await GatewayClient(gateway).ask("/v1/models", key: key, seconds: context.patience)
      if GatewayKeyCheck.refuses(answer) { return .passed("refused") }
      guard answer.status == 200 else {
        return .warning("a wrong key is answered with status \(answer.status)", .advice("look at the gateway's log"))
      }
      return .failed(
        "the gateway takes any key: it runs without LITELLM_MASTER_KEY",
        context.restarting
      )
    } catch {
      return .failed("the gateway does not answer: \(error.words)", context.restarting)
    }
  }
}
