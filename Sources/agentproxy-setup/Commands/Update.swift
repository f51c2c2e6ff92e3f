import ArgumentParser
import Provisioning
import Stack

/// `agentproxy-setup update`.
struct Update: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fetches newer images, and starts the gateway with them.",
    discussion: """
      EXAMPLES:
        agentproxy-setup update

      Fetches the images that .env and docker-compose.yml name, and starts anew what is newer; with profile embedded \
      it makes the gateway's image again. The embedded gateway of this machine is this program: that is updated like \
      any other, and the gateway started again with it.
      """
  )

  @OptionGroup var selection: EngineSelection
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared) { session in
      let context = try EngineContext(session)
      let engine = try await context.present(selection.engine, isToRun: false)
      context.report(try await engine.update(say: session.console.notice), of: engine)
    }
  }
}
