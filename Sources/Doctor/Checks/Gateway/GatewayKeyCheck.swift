internal import Stack

/// The gateway takes the key that the clients have.
struct GatewayKeyCheck: Check {
  let id = "gateway.key"
  let title = "right key"
  let meaning = "the gateway refuses LITELLM_MASTER_KEY: it was started with another one"
  let prerequisites = ["gateway.up"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    guard let gateway = context.gateway else { return .skipped("the gateway's address is not known") }
    do throws(GatewayClient.Fault) {
      let answer = try await GatewayClient(gateway).ask("/v1/models", seconds: context.patience)
      if answer.status == 200 { return .passed("accepted") }
      guard Self.refuses(answer) else {
        return .failed(
          "the gateway answers its list of models with status \(answer.status)",
          .advice("look at its log")
        )
      }
      return .failed(
        "the gateway refuses LITELLM_MASTER_KEY: it was started with another one",
        context.isInside
          ? .advice("rebuild the container, whose environment has an old key")
          : .command(context.startCommand)
      )
    } catch {
      return .failed("the gateway does not answer: \(error.words)", context.restarting)
    }
  }

  /// Whether an answer refuses the key. LiteLLM without a database says so with 400 and odd words.
  static func refuses(_ answer: GatewayClient.Answer) -> Bool {
    if answer.status == 401 || answer.status == 403 { return true }
    return answer.status == 400 && String(decoding: answer.body, as: UTF8.self).contains("No connected db")
  }
}

extension GatewayClient.Fault {
  /// The fault in a few words.
  var words: String {
    switch self {
    case .down(let reason), .broken(let reason): reason
    case .timeout: "no answer in time"
    }
  }
}
