public import Diagnostics

extension ClientConfiguration {
  /// Lets the clients start with another model than the configured ones.
  ///
  /// - Parameter model: its name.
  /// - Returns: a warning if no model of that name is known. It may all the same be served: by a pattern, or because
  ///   `litellm_config.yaml` was edited.
  public mutating func start(with model: String) -> Diagnostic? {
    codexModel = model
    claudeModel = model
    let names = models.map(\.name)
    guard !names.isEmpty, !names.contains(model) else { return nil }
    return Diagnostic(
      .warning,
      id: "run.unknown-model",
      ".env names no model \(model)",
      hint: nearest(to: model, in: names).map { "did you mean \($0)?" } ?? "see agentproxy-setup models list"
    )
  }
}
