internal import Diagnostics
internal import Gateway
internal import Provisioning
internal import Stack

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How a provider answers, found out without spending anything.
///
/// It is asked for the list of its models. Where it has none, it is asked a question without any words in it: who is let
/// in is told what is wrong with that, and nobody answers it.
struct ProviderState: Sendable {
  /// The provider.
  let provider: Provider
  /// Its host and port, for messages.
  let host: String
  /// Whether it is reached by TLS.
  let usesTLS: Bool
  private let client: ProviderClient
  /// Why it cannot be asked; `nil` if it answered.
  private(set) var fault: ProviderClient.Fault?
  /// What came of asking; `nil` if it did not answer.
  private(set) var verdict: Verdict?
  /// The status of the answer that counts.
  private(set) var status = 0
  /// What it said of an error.
  private(set) var message: String?
  /// What time it is there, in seconds since 1970; `nil` if it does not say.
  private(set) var time: Int?
  /// The models that it lists; `nil` if it has no list.
  private(set) var models: [String]?

  private init(_ provider: Provider, at endpoint: UpstreamEndpoint, _ client: ProviderClient) {
    self.provider = provider
    host = endpoint.hostHeader
    usesTLS = endpoint.usesTLS
    self.client = client
  }

  /// Whether it has the Responses API: asked for nothing at all there, it says what is wrong with that.
  ///
  /// - Parameter seconds: how long to wait.
  /// - Returns: `nil` if nothing can be said.
  func hasResponses(seconds: Int) async -> Bool? {
    guard let answer = try? await client.ask("/responses", body: Array("{}".utf8), seconds: seconds) else { return nil }
    return switch answer.status {
    case 404, 405, 501: false
    case 400, 422: true
    default: nil
    }
  }

  /// Whether an answer came.
  var isReached: Bool { fault == nil }

  /// Asks all that have a token, at the same time.
  static func all(_ context: DoctorContext) async -> [ProviderState] {
    let outbound: OutboundSettings
    do throws(Failure) {
      outbound = try OutboundSettings(context.value)
    } catch {
      return []
    }
    let redaction = Redaction(context)
    return await withTaskGroup(of: (Int, ProviderState?).self) { group in
      let providers = context.settings.providers.filter(\.isConfigured)
      for (index, provider) in providers.enumerated() {
        group.addTask { (index, await ask(provider, outbound, redaction, seconds: context.patience)) }
      }
      var states = [ProviderState?](repeating: nil, count: providers.count)
      for await (index, state) in group { states[index] = state }
      return states.compactMap(\.self)
    }
  }

  private static func ask(
    _ provider: Provider,
    _ outbound: OutboundSettings,
    _ redaction: Redaction,
    seconds: Int
  ) async -> ProviderState? {
    let kind: ProviderKind = provider.kind == .anthropic ? .anthropic : .openAI
    let base = provider.apiBase ?? (kind == .anthropic ? "https://api.anthropic.com" : "https://api.openai.com/v1")
    guard let key = provider.apiKey, let endpoint = try? UpstreamEndpoint(base: base, provider: kind) else {
      return nil
    }
    let client = ProviderClient(endpoint, kind, key: key, outbound)
    var state = ProviderState(provider, at: endpoint, client)
    do throws(ProviderClient.Fault) {
      let list = try await client.ask("/models", seconds: seconds)
      state.time = list.date.flatMap(HTTPDate.seconds)
      state.read(list: list, redaction)
      guard state.models == nil, [.wrongBaseURL, .notThisFormat, .failed].contains(state.verdict) else { return state }
      // No list of models is no fault.
      let path = kind == .anthropic ? "/messages" : provider.wireAPI == .responses ? "/responses" : "/chat/completions"
      let refusal = try await client.ask(path, body: question(provider, path), seconds: seconds)
      state.read(refusal: refusal, redaction)
    } catch {
      state.fault = error
    }
    return state
  }

  /// A question without words, which is refused whoever asks it.
  private static func question(_ provider: Provider, _ path: String) -> [UInt8] {
    let model = provider.models.first?.upstream ?? "none"
    let name = model.filter { $0 != "\"" && $0 != "\\" }
    let words = path == "/responses" ? #""input":[]"# : #""messages":[],"max_tokens":1"#
    return Array(#"{"model":"\#(name)",\#(words)}"#.utf8)
  }

  private mutating func read(list answer: GatewayClient.Answer, _ redaction: Redaction) {
    struct List: Decodable {
      struct Entry: Decodable { let id: String }
      let data: [Entry]
    }
    status = answer.status
    // Here, what is not there is the list, whatever is said of models.
    let isAbsent = [404, 405, 501].contains(answer.status)
    verdict = isAbsent ? .wrongBaseURL : Verdict(status: answer.status, body: answer.body, model: "none")
    message = Self.message(answer, redaction)
    guard answer.status == 200 else { return }
    models = (try? JSONDecoder().decode(List.self, from: Data(answer.body)))?.data.map(\.id)
    if models == nil { verdict = .wrongBaseURL }
  }

  private mutating func read(refusal answer: GatewayClient.Answer, _ redaction: Redaction) {
    status = answer.status
    message = Self.message(answer, redaction)
    let model = provider.models.first?.upstream ?? ""
    let verdict = Verdict(status: answer.status, body: answer.body, model: model)
    // What is refused for its form has been let in.
    let isRefusedForItsForm = (answer.status == 400 || answer.status == 422) && verdict == .failed
    self.verdict = isRefusedForItsForm ? .ok : verdict
  }

  private static func message(_ answer: GatewayClient.Answer, _ redaction: Redaction) -> String? {
    guard answer.status != 200 else { return nil }
    return ProviderMessage.text(answer.body, redaction)
  }
}
