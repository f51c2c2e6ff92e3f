internal import Provisioning

/// Copilot is to use the gateway, and there is a VS Code for it.
struct CopilotConfiguredCheck: Check {
  let id = "copilot.configured"
  let title = "copilot"
  let meaning = "Copilot was configured, and VS Code is gone"

  func run(_ context: DoctorContext) async -> Outcome {
    if context.isInside {
      return .skipped("in a container VS Code reads the files of the machine that shows it")
    }
    let clients = try? ConfiguredClients(in: context.places, context.system)
    guard clients?.contains(.copilot) == true || context.clients.contains(.copilot) else {
      return .skipped("Copilot is not configured; agentproxy-setup init --clients copilot does that")
    }
    let folders = context.places.codeFolders.filter { isFolder("\($0)/User") }
    guard !folders.isEmpty else {
      return .warning(
        "there is no VS Code of this user's on this machine",
        .advice("start VS Code once, then agentproxy-setup init --clients copilot")
      )
    }
    return .passed(folders.map(context.places.display).joined(separator: ", "))
  }
}
