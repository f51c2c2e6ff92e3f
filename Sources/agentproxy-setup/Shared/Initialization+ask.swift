import Diagnostics
import Provisioning
import Secrets
import Stack
import WireFormats

extension Initialization {
  /// How long a provider may take for one word.
  private static let trialSeconds = 20

  /// Asks which clients to configure, unless somebody has said so before.
  ///
  /// - Throws: `Failure` if the notes of that cannot be read.
  mutating func askForClients(_ session: Session) throws(Failure) {
    guard try Client.chosen(in: places, session.system) == nil else { return }
    let usual = ClientSelection.standard.defaultValueDescription
    while true {
      let typed = Prompt.ask("Tools to configure: codex, claude, copilot, or none [\(usual)]: ", session.console)
      let names = typed.lowercased().split { $0 == "," || $0.isWhitespace }.map(String.init)
      guard !names.isEmpty else { return }
      if let selection = ClientSelection(argument: names.joined(separator: ",")) {
        clients = selection.clients
        return
      }
      session.console.finding(unknownClient(names))
    }
  }

  private func unknownClient(_ names: [String]) -> Diagnostic {
    let known = Client.allCases.map(\.rawValue)
    guard let unknown = names.first(where: { !(known + ["none"]).contains($0) }) else {
      return Diagnostic(.error, id: "clients.none", "none goes with no other", hint: "write the tools alone, or none")
    }
    return Diagnostic(
      .error,
      id: "clients.unknown",
      "there is no tool \(unknown)",
      hint: nearest(to: unknown, in: known).map { "did you mean \($0)?" }
        ?? "write the names with commas between them, or none"
    )
  }

  /// Asks for the providers that are missing, and adds the answers to what is to be set.
  ///
  /// - Parameters:
  ///   - session: the command's.
  ///   - checks: whether to try each token at once.
  /// - Throws: `Failure` as ``prepare(on:isTrackedByGit:)`` does.
  mutating func askForProviders(_ session: Session, checks: Bool) async throws(Failure) {
    let questions = try await questions(on: session.system)
    if !questions.isEmpty {
      session.console.explain(
        "Your providers' tokens go into .env, which only you can read; the tools get the gateway's own key."
      )
    }
    for question in questions {
      while let answers = try answers(to: question, session) {
        let isKept = checks ? await isKept(answers, to: question, session) : true
        guard isKept else { continue }
        assignments += answers
        break
      }
    }
  }

  /// Asks for a provider's token and its address, each until it can be written.
  ///
  /// - Returns: what to set; `nil` if there is no such provider.
  private func answers(to question: ProviderQuestion, _ session: Session) throws(Failure) -> [KeyAssignment]? {
    let token = try answer(question.tokenKey, beside: [], session) {
      Prompt.askHidden(question.tokenText, session.console)
    }
    guard let token else { return nil }
    let address = try answer(question.addressKey, beside: [token], session) {
      Prompt.ask(question.addressText, session.console)
    }
    return [token] + (address.map { [$0] } ?? [])
  }

  /// Asks for a value until it is one that `init` does not refuse: later, all that was typed would be lost for it.
  ///
  /// - Returns: the value; `nil` for an empty answer.
  private func answer(
    _ key: String,
    beside others: [KeyAssignment],
    _ session: Session,
    ask: () -> String
  ) throws(Failure) -> KeyAssignment? {
    while true {
      let typed = ask()
      guard !typed.isEmpty else { return nil }
      let answer = KeyAssignment(key: key, value: typed)
      let refusals = try refusals(of: others + [answer], on: session.system)
      guard !refusals.isEmpty else { return answer }
      refusals.forEach(session.console.finding)
    }
  }

  /// Tries a token, and asks whether to keep one with which it does not go well.
  private func isKept(_ answers: [KeyAssignment], to question: ProviderQuestion, _ session: Session) async -> Bool {
    let console = session.console
    let environment = environment
    func typed(_ key: String) -> String? { answers.first { $0.key == key }?.value }
    let trial = ProviderTrial(
      question.kind == .anthropic ? .messages : .responses,
      address: typed(question.addressKey) ?? question.usualAddress,
      token: Secret(typed(question.tokenKey) ?? ""),
      model: question.model,
      environment: { environment[$0] }
    )
    console.notice("  trying it, which spends a few tokens (init --no-check does not)")
    do throws(Failure) {
      let result = try await trial.run(seconds: Self.trialSeconds)
      console.explain("  \(result.trialText)")
      if let remedy = result.trialRemedy { console.explain("  \(remedy)") }
      if result.isTokenAccepted { return true }
    } catch {
      error.diagnostics.map(\.withoutPlace).forEach(console.finding)
    }
    return Prompt.confirm("  Keep it all the same?", console, isYesUsual: false)
  }
}
