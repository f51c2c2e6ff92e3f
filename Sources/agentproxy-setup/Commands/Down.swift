import ArgumentParser
import Provisioning
import Stack

/// `agentproxy-setup down`.
struct Down: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ends the gateway that up has started.",
    discussion: """
      EXAMPLES:
        agentproxy-setup down

      Running requests come to their end first, for at most 30 seconds. What is kept stays: the log of requests, and the \
      volumes of the engine in containers.
      """
  )

  @OptionGroup var selection: EngineSelection
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared) { session in
      let context = try EngineContext(session, isTolerant: true)
      let choice = try await context.choose(selection.engine, isQuiet: true)
      let wasUp = try await context.engine(choice).down(say: session.console.notice)
      session.console.report(wasUp ? "down" : "nothing to end: the \(choice.kind.rawValue) engine is not up")
    }
  }
}
