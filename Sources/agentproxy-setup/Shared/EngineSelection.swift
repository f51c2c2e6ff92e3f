import ArgumentParser
import Provisioning

/// The option that chooses an engine.
struct EngineSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The engine: auto, compose or embedded; default: AGENTPROXY_ENGINE.",
      valueName: "engine"
    )
  )
  var engine: Engine?
}
