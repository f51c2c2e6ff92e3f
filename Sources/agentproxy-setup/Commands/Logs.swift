import ArgumentParser
import Provisioning
import Stack

/// `agentproxy-setup logs`.
struct Logs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what the gateway has said.",
    discussion: """
      EXAMPLES:
        agentproxy-setup logs
        agentproxy-setup logs -f -n 20

      The embedded gateway writes a line for each request, without any prompt or key, to .agentproxy/engine.log, which \
      is set aside as engine.log.1 when it has 8 MB.
      """
  )

  @Flag(name: .shortAndLong, help: "Go on with what comes, until Control-C.")
  var follow = false

  @Option(name: [.customShort("n"), .long], help: ArgumentHelp("How many of the last lines.", valueName: "number"))
  var lines = 100

  @OptionGroup var selection: EngineSelection
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard lines >= 0 else { throw ValidationError("--lines takes a number from 0 on") }
  }

  func run() async throws {
    try await Session.run(shared) { session in
      let context = try EngineContext(session, isTolerant: true)
      let choice = try await context.choose(selection.engine, isQuiet: true)
      try await context.engine(choice).showLog(lines: lines, follows: follow) { text in
        session.console.result(String(decoding: text, as: UTF8.self))
      }
    }
  }
}
