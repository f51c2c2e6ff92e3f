import Diagnostics
import Provisioning
import Secrets
import Stack
import WireFormats

extension Initialization {
  /// How long a provider may take for one word.
  private static let trialSeconds = 20

  /// Asks for the providers that are missing, and adds the answers to what is to be set.
  ///
  /// - Parameters:
  ///   - session: the command's.
  ///   - checks: whether to try each token at once.
  /// - Throws: `Failure` as ``prepare(on:isTrackedByGit:)`` does.
  mutating func askForProviders(_ session: Session, checks: Bool) async throws(Failure) {
    let questions = try await questions(on: session.system)
    if !questions.isEmpty {
      session.console.notice(
        "Your providers' tokens go into .env, which only you can read; the tools get the gateway's own key."
      )
    }
    for question in questions {
      while true {
        let token = Prompt.askHidden(question.tokenText, session.console)
        guard !token.isEmpty else { break }
        let typed = Prompt.ask(question.addressText, session.console)
        let isKept = checks ? await isKept(token, at: typed, of: question, session) : true
        guard isKept else { continue }
        assignments.append(KeyAssignment(key: question.tokenKey, value: token))
        if !typed.isEmpty { assignments.append(KeyAssignment(key: question.addressKey, value: typed)) }
        break
      }
    }
  }

  /// Tries a token, and asks whether to keep one with which it does not go well.
  private func isKept(
    _ token: String,
    at typed: String,
    of question: ProviderQuestion,
    _ session: Session
  ) async -> Bool {
    let console = session.console
    let environment = environment
    let trial = ProviderTrial(
      question.kind == .anthropic ? .messages : .responses,
      address: typed.isEmpty ? question.usualAddress : typed,
      token: Secret(token),
      model: question.model,
      environment: { environment[$0] }
    )
    console.notice("  trying it, which spends a few tokens (init --no-check does not)")
    do throws(Failure) {
      let result = try await trial.run(seconds: Self.trialSeconds)
      console.notice("  \(result.trialText)")
      if let remedy = result.trialRemedy { console.notice("  \(remedy)") }
      if result.isTokenAccepted { return true }
    } catch {
      error.diagnostics.forEach(console.finding)
    }
    return Prompt.confirm("  Keep it all the same?", console, isYesUsual: false)
  }
}
