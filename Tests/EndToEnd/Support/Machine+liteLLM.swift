import Foundation

extension Machine {
  /// Starts LiteLLM on the machine's port with the clone's configuration and `.env`, and waits until it answers.
  ///
  /// - Returns: the running program.
  /// - Throws: with what it said, when it does not come up.
  func startLiteLLM() async throws -> RunningCommand {
    var variables = environment
    // The price list would be fetched from the network otherwise.
    variables["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    for line in try text(".env").split(separator: "\n") where !line.hasPrefix("#") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      variables[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
    let running = try Command(
      try Program.liteLLM.require(),
      ["--config", "litellm_config.yaml", "--host", "127.0.0.1", "--port", "\(port)"],
      environment: variables,
      folder: project
    ).start()
    let deadline = ContinuousClock.now + .seconds(150)
    let probe = "GET /health/liveliness HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    while (try? Exchange(probe, port: port).status) != 200 {
      guard running.isRunning, ContinuousClock.now < deadline else {
        throw Failure("LiteLLM did not start:\n\(try await running.outcome(timeout: .zero))")
      }
      try await Task.sleep(for: .milliseconds(200))
    }
    return running
  }
}
