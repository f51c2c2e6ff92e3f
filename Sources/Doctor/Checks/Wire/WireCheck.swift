internal import Provisioning
internal import Stack
internal import WireFormats

/// A wire format from end to end, through the gateway to a provider: text and a tool call, both streamed.
struct WireCheck: Check {
  let id: String
  let title: String
  let meaning: String
  let prerequisites = ["gateway.key"]
  let reach = Reach.live
  private let format: WireFormat

  /// Tries a format.
  ///
  /// - Parameters:
  ///   - format: one in which agents ask.
  ///   - client: who asks in it.
  init(_ format: WireFormat, client: String) {
    self.format = format
    id = "wire.\(format.rawValue)"
    title = format.rawValue
    meaning = "\(client) would get no whole answer, or no usable tool call, in the format \(format.rawValue)"
  }

  func run(_ context: DoctorContext) async -> Outcome {
    guard let gateway = context.gateway, case .success(let configuration) = context.configuration else {
      return .skipped("the gateway's address is not known")
    }
    let model = format == .messages ? configuration.claudeModel : configuration.codexModel
    let question = WireQuestion(format: format, model: model)
    let client = GatewayClient(gateway)
    do throws(Trouble) {
      let text = try await ask(question.word(), client, model, Redaction(context))
      guard !text.text.isEmpty else { throw Trouble("\(model) answers without any text", nil) }
      if await context.isSimulated() { return .passed("\(model), simulated: text") }
      let answer = try await ask(question.call(), client, model, Redaction(context))
      guard let call = answer.calls.first else {
        return .warning(
          "\(model) answers, but calls no tool when it is told to: a coding agent cannot work with it",
          .advice("choose a model that can call tools, in CODEX_MODEL or CLAUDE_MODEL in .env")
        )
      }
      guard call.isWhole, call.name == WireQuestion.tool else {
        throw Trouble("\(model) calls a tool in a way that cannot be used", nil)
      }
      return .passed("\(model): text and a tool call")
    } catch {
      return .failed(error.message, error.remedy)
    }
  }

  /// Why there is no answer.
  private struct Trouble: Error {
    let message: String
    let remedy: Remedy?

    init(_ message: String, _ remedy: Remedy?) {
      self.message = message
      self.remedy = remedy
    }
  }

  private func ask(
    _ body: [UInt8],
    _ client: GatewayClient,
    _ model: String,
    _ redaction: Redaction
  ) async throws(Trouble) -> StreamedAnswer {
    let answer: GatewayClient.Answer
    do throws(GatewayClient.Fault) {
      answer = try await client.ask("/v1" + format.path, body: body, seconds: 60)
    } catch {
      throw Trouble("\(model) gives no answer: \(error.words)", .command("agentproxy-setup models test \(model)"))
    }
    guard answer.status == 200 else {
      let verdict = Verdict(status: answer.status, body: answer.body, model: model)
      let quote = ProviderMessage.text(answer.body, redaction).map { ": \"\($0)\"" } ?? ""
      throw Trouble("\(model): \(verdict.words) (status \(answer.status))\(quote)", verdict.remedy.map(Remedy.advice))
    }
    let stream = StreamedAnswer(answer.body, format: format)
    if let fault = stream.fault { throw Trouble("\(model) breaks off its answer: \(fault)", nil) }
    guard stream.isWhole else {
      throw Trouble(
        "the answer of \(model) is no whole stream of \(format.rawValue)",
        .command("agentproxy-setup models test \(model) --format \(format.rawValue)")
      )
    }
    return stream
  }
}
