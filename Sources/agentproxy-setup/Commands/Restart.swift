import ArgumentParser
import Provisioning
import Stack

/// `agentproxy-setup restart`.
struct Restart: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ends the gateway, and starts it again.",
    discussion: """
      EXAMPLES:
        agentproxy-setup restart

      Running requests come to their end first. In containers LiteLLM alone is started anew. A change of .env or \
      litellm_config.yaml needs no restart of the embedded engine.
      """
  )

  @OptionGroup var selection: EngineSelection
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared) { session in
      let context = try EngineContext(session)
      let engine = try await context.present(selection.engine, isToRun: true)
      context.report(try await engine.up(isForced: true, say: session.console.notice), of: engine)
    }
  }
}
