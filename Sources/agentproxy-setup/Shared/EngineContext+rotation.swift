import Diagnostics
import Provisioning
import Secrets
import Stack

extension EngineContext {
  /// How long a gateway may take until it goes by a new key.
  private static let patience = Duration.seconds(10)

  private var proof: KeyProof { KeyProof(host: address.host, port: address.port) }

  /// The address of the gateway that is to be told.
  private var address: (host: String, port: Int) {
    settings.engine == .compose ? (settings.bind, settings.port) : embeddedAddress
  }

  /// What to do after the key has been changed in the files, so that the gateway that runs goes by it.
  ///
  /// - Parameter old: the key so far.
  /// - Returns: `nil` if no gateway runs or it does not answer, or one that has never known the old key: it is not this
  ///   clone's.
  func keyChange(from old: Secret?) async -> ((Secret) async throws(Failure) -> Void)? {
    let console = session.console
    guard let old else { return nil }
    switch await proof.answer(to: old) {
    case .accepted: break
    case .refused:
      console.finding(
        Diagnostic(
          .warning,
          id: "rotate-key.other-gateway",
          "what answers at \(Self.url(address.port)) refuses the old key, so it is not this clone's, or has yet another key",
          hint: "agentproxy-setup status shows what runs; agentproxy-setup restart gives it the key of .env"
        )
      )
      return nil
    case .silent where settings.engine != .compose && embedded().isRunning:
      console.finding(
        Diagnostic(
          .warning,
          id: "rotate-key.no-answer",
          "the gateway at \(Self.url(address.port)) does not answer, so nobody can tell whether it takes the new key over",
          hint: "agentproxy-setup restart gives it the key of .env"
        )
      )
      return nil
    case .silent:
      console.notice("no gateway runs at \(Self.url(address.port)), so there is none to tell")
      return nil
    }
    return { new throws(Failure) in
      try await takeOver()
      try await proof.waitUntil(new, replaces: old, patience: Self.patience)
      console.notice("the gateway accepts the new key, and refuses the old one")
    }
  }

  /// Lets the gateway go by the old key again.
  func keyUndo(to old: Secret?) async {
    do throws(Failure) {
      try await takeOver()
      if let old { try await proof.waitUntil(old, replaces: nil, patience: Self.patience) }
    } catch {
      error.diagnostics.forEach(session.console.finding)
    }
  }

  /// Lets the gateway read `.env` again.
  private func takeOver() async throws(Failure) {
    let choice = try await choose(nil, isQuiet: true)
    guard let program = choice.compose else {
      // One that was started by hand looks at its files by itself.
      _ = embedded().reload()
      return
    }
    // What stands in the environment of a container is taken over by making a new one.
    _ = try await compose(program).up(isForced: false, say: session.console.notice)
  }
}
