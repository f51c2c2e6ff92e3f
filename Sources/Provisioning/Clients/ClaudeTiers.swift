/// The models behind the names that Claude Code's users choose from: opus, sonnet, haiku, fable.
///
/// All four are always written: what Claude Code would choose by itself changes from version to version, and a name
/// that the gateway does not serve fails.
struct ClaudeTiers {
  let opus: String
  let sonnet: String
  let haiku: String
  let fable: String

  /// Chooses the models.
  ///
  /// - Parameters:
  ///   - model: the model to start with. If it is one of Anthropic's own current names, the provider is taken to serve
  ///     all of them, and each tier is itself. Any other name stands for every tier but the small one.
  ///   - small: the model for small tasks.
  init(model: String, small: String) {
    let own = ["claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5"]
    let isOwn = own.contains(model)
    opus = isOwn ? own[0] : model
    sonnet = isOwn ? own[1] : model
    haiku = small
    fable = isOwn ? own[0] : model
  }
}
