public import Diagnostics

extension ModelReport {
  /// The models of some names.
  ///
  /// - Parameter names: as the user typed them; none for all.
  /// - Returns: the models. One that only a pattern serves is known by the pattern.
  /// - Throws: `Failure` for a name that nothing serves.
  public func select(_ names: [String]) throws(Failure) -> [ServedModel] {
    guard !names.isEmpty else { return models }
    return try names.map { name throws(Failure) in
      if let model = models.first(where: { $0.name == name }) { return model }
      guard let pattern = models.first(where: { $0.serves(name) }) else {
        throw Failure(
          .usage,
          id: "models.unknown",
          "no model is named \(name)",
          hint: nearest(to: name, in: models.map(\.name)).map { "did you mean \($0)?" }
            ?? "agentproxy-setup models list shows them"
        )
      }
      var model = ServedModel(name)
      model.deployments = pattern.deployments
      model.formats = pattern.formats
      return model
    }
  }

  /// What is wrong with the models that tools start with.
  ///
  /// - Parameter defaults: the tools, and their models.
  /// - Returns: a warning for each that nothing serves.
  public func findings(defaults: [(tool: String, model: String)]) -> [Diagnostic] {
    defaults.filter { wanted in !models.contains { $0.serves(wanted.model) } }.map { tool, model in
      Diagnostic(
        .warning,
        id: "models.default",
        "\(tool) starts with \(model), which is not among the models",
        hint: nearest(to: model, in: models.map(\.name)).map { "did you mean \($0)?" }
          ?? "name another one in CODEX_MODEL, CLAUDE_MODEL or CLAUDE_SMALL_MODEL in .env"
      )
    }
  }
}
