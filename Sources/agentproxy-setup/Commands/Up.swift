import ArgumentParser
import Provisioning
import Stack

/// `agentproxy-setup up`.
struct Up: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Starts the gateway in the background.",
    discussion: """
      EXAMPLES:
        agentproxy-setup up
        agentproxy-setup up --simulate
        agentproxy-setup up --engine compose

      Returns when the gateway answers. The embedded one is watched over, and started again when it ends; the engine in \
      containers is started by Docker Compose or Podman. With auto, containers are taken where they work, unless the \
      embedded gateway is up. What has changed since the last start is taken over.
      """
  )

  @OptionGroup var selection: EngineSelection

  @Flag(help: "Answer every model with a fixed text, and ask no provider (the embedded engine alone).")
  var simulate = false

  @Flag(help: "Start nothing; write a systemd unit for this user that does, and say how to use it.")
  var systemd = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if selection.engine == .compose, simulate || systemd {
      throw ValidationError("--simulate and --systemd are of the embedded engine")
    }
  }

  func run() async throws {
    try await Session.run(shared) { session in
      let context = try EngineContext(session)
      try context.checkEnvironmentFile()
      if systemd { return try context.writeUnit(isSimulated: simulate) }
      let choice = try await context.choose(selection.engine, isSimulated: simulate)
      if choice.kind == .embedded { try context.checkConfiguration(isSimulated: simulate) }
      let engine = context.engine(choice, isSimulated: simulate)
      context.report(try await engine.up(isForced: false, say: session.console.notice), of: engine)
    }
  }
}
