import Diagnostics
import Provisioning

extension Initialization {
  /// Asks for the providers that are missing, and adds the answers to what is to be set.
  mutating func askForProviders(_ session: Session) async throws(Failure) {
    for question in try await questions(on: session.system) {
      let token = Prompt.askHidden(question.tokenText, session.console)
      guard !token.isEmpty else { continue }
      assignments.append(KeyAssignment(key: question.tokenKey, value: token))
      let address = Prompt.ask(question.addressText, session.console)
      if !address.isEmpty { assignments.append(KeyAssignment(key: question.addressKey, value: address)) }
    }
  }
}
