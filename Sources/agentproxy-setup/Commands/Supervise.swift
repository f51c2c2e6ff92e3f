import ArgumentParser
import Stack

/// `agentproxy-setup supervise`: what `up` starts, and what nobody types.
struct Supervise: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watches over the embedded gateway, and starts it again when it ends.",
    discussion: "This is what up and the systemd unit start. To stop it: agentproxy-setup down.",
    shouldDisplay: false
  )

  @Flag(help: "Answer every model with a fixed text, and ask no provider.")
  var simulate = false

  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared) { session in
      try await EngineContext(session).makeSupervisor(isSimulated: simulate).run()
    }
  }
}
