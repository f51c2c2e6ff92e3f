import Diagnostics
import Gateway
import Provisioning
import RequestLog

/// Serves until a signal says to stop.
struct ForegroundGateway: Sendable {
  let source: GatewaySource
  let options: Gateway.Options
  let console: Console

  /// Serves.
  ///
  /// - Parameter first: what was read of the configuration.
  /// - Throws: `Failure` if it cannot serve, or if requests had to be cut in the end.
  func run(_ first: GatewaySource.Reading) async throws {
    let signals = ProcessSignals.termination()
    // Before it serves: what asks for the files to be read again must neither end it nor be missed.
    let reloads = ProcessSignals.reload()
    let watch = FileWatch(first.input.files)
    let gateway = try await Gateway.start(first.configuration, options)
    console.notice("listening on \(gateway.baseURL)")
    if source.simulate { console.notice("simulated: every model answers with a fixed text, and no provider is asked") }
    let reloading = reloadOnRequest(gateway, first, reloads, watch)
    let tidying = Task {
      // Not in the first moment, in which clients wait for their first answer.
      if (try? await Task.sleep(for: .seconds(1))) != nil { StartPages.release() }
    }
    let name = await signals.next() ?? "stopped"
    (reloading + [tidying]).forEach { $0.cancel() }
    console.notice("\(name): finishing the running requests")
    let isComplete = await stop(gateway, signals)
    options.requestLog?.close()
    options.log?.flush()
    guard isComplete else {
      throw Failure(.failed, id: "proxy.cut", "stopped before every request had ended")
    }
  }

  private func stop(_ gateway: Gateway, _ signals: ProcessSignals) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
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
  }

  // MARK: - Reading the configuration again

  private func reloadOnRequest(
    _ gateway: Gateway,
    _ first: GatewaySource.Reading,
    _ reloads: ProcessSignals,
    _ watch: FileWatch
  ) -> [Task<Void, Never>] {
    let requests = AsyncStream<String>.makeStream()
    let signals = Task {
      for await name in reloads.names { requests.continuation.yield(name) }
    }
    let changes = Task {
      var watch = watch
      while let files = await watch.next() {
        requests.continuation.yield("\(files.map(source.places.display).joined(separator: ", ")) changed")
      }
    }
    let work = Task {
      var present = first
      for await reason in requests.stream { present = await reload(gateway, present, reason) }
    }
    return [signals, changes, work]
  }

  /// Reads the configuration again. What is wrong with it is told, and then the present one stays.
  ///
  /// - Returns: what is served from now on.
  private func reload(
    _ gateway: Gateway,
    _ present: GatewaySource.Reading,
    _ reason: String
  ) async -> GatewaySource.Reading {
    do throws(Failure) {
      let next = try source.read()
      var options = options
      options.outbound = next.outbound
      options.allowedAddresses = next.allowedAddresses
      try await gateway.reload(next.configuration, options)
      next.findings.forEach(console.finding)
      let count = next.configuration.deployments.count
      console.notice("\(reason): read again; \(count) \(count == 1 ? "deployment is" : "deployments are") served")
      if next.input.host != present.input.host || next.input.port != present.input.port {
        console.notice("AGENTPROXY_BIND or AGENTPROXY_PORT has changed, which takes effect with the next start")
      }
      return next
    } catch {
      error.diagnostics.forEach(console.finding)
      console.notice("\(reason): it cannot be used, and what was served before is served on")
      return present
    }
  }
}
