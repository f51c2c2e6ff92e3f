import ArgumentParser
import Diagnostics
import Gateway
import RequestLog

/// Serves until a signal says to stop.
enum ForegroundGateway {
  static func run(
    _ configuration: GatewayConfiguration,
    _ options: Gateway.Options,
    simulate: Bool,
    console: Console
  ) async throws {
    let signals = TerminationSignals()
    let gateway = try await Gateway.start(configuration, options)
    console.notice("listening on \(gateway.baseURL)")
    if simulate { console.notice("simulated: every model answers with a fixed text, and no provider is asked") }
    let name = await signals.next() ?? "stopped"
    console.notice("\(name): finishing the running requests")
    let isComplete = await withTaskGroup(of: Bool.self) { group in
      group.addTask { await gateway.stop() }
      group.addTask {
        // A second signal means now. The group's end cancels the wait for it.
        guard await signals.next() != nil else { return true }
        gateway.cut()
        return false
      }
      let isComplete = await group.next() ?? true
      group.cancelAll()
      return isComplete
    }
    options.requestLog?.close()
    options.log?.flush()
    guard isComplete else {
      throw Failure(.failed, id: "proxy.cut", "stopped before every request had ended")
    }
  }
}
