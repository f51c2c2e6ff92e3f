import FakeUpstream
import Gateway

extension Machine {
  /// Lets two providers serve every model: the second only in the place of the first, which rests after one failure.
  ///
  /// - Parameters:
  ///   - first: asked first.
  ///   - second: stands in for it.
  /// - Throws: when the file cannot be written.
  func serve(by first: FakeUpstream, or second: FakeUpstream) throws {
    var entries: [String] = []
    for (order, provider) in [first, second].enumerated() {
      entries.append(
        """
          - model_name: gpt-*
            litellm_params:
              {model: openai/gpt-*, api_key: os.environ/OPENAI_API_KEY, api_base: "\(provider.origin)/v1", order: \(order)}
          - model_name: claude-*
            litellm_params:
              {model: anthropic/claude-*, api_key: os.environ/ANTHROPIC_API_KEY, api_base: "\(provider.origin)", order: \(order)}
        """
      )
    }
    try write(
      "litellm_config.yaml",
      """
      model_list:
      \(entries.joined(separator: "\n"))
      router_settings: {allowed_fails: 0, cooldown_time: 60}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
    )
  }

  /// Runs `body` while the engine runs within this process, with bounds that no user can set.
  ///
  /// - Parameters:
  ///   - change: sets the bounds.
  ///   - body: the test.
  /// - Throws: what `body` throws, or when the engine does not come up.
  func withEngine(_ change: (inout GatewayLimits) -> Void, body: () async throws -> Void) async throws {
    let (configuration, _) = try ConfigurationReader.read(
      yaml: try text("litellm_config.yaml"),
      file: "litellm_config.yaml",
      environment: { try? setting($0) }
    )
    var options = Gateway.Options(host: "127.0.0.1", port: port)
    change(&options.limits)
    let gateway = try await Gateway.start(configuration, options)
    do {
      try await body()
    } catch {
      gateway.cut()
      await gateway.stop()
      throw error
    }
    gateway.cut()
    await gateway.stop()
  }
}
