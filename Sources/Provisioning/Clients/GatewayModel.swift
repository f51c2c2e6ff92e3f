/// A model as clients see it at the gateway.
public struct GatewayModel: Sendable, Hashable {
  /// The name that clients use.
  public var name: String
  /// The name that the provider knows; the first provider's where several serve the model.
  public var upstream: String
  /// Whose wire format it is served in; the first provider's where several serve the model.
  public var kind: Provider.Kind
  /// Whether all its providers can be asked in OpenAI's responses format, as far as is known.
  public var speaksResponses: Bool

  /// Gathers the parts.
  public init(_ name: String, upstream: String? = nil, kind: Provider.Kind, speaksResponses: Bool = false) {
    self.name = name
    self.upstream = upstream ?? name
    self.kind = kind
    self.speaksResponses = speaksResponses
  }
}

extension Settings {
  /// The models that the gateway serves under a name of their own, each once: the one Codex starts with, then the
  /// providers' in order. Patterns stand for any number of models and are left out.
  public var gatewayModels: [GatewayModel] {
    var models: [GatewayModel] = []
    var places: [String: Int] = [:]
    for provider in activeProviders {
      let speaksResponses = provider.kind == .openAI && provider.wireAPI != .chat
      for entry in provider.models where entry.isName {
        if let known = places[entry.alias] {
          models[known].speaksResponses = models[known].speaksResponses && speaksResponses
        } else {
          places[entry.alias] = models.count
          models.append(
            GatewayModel(
              entry.alias,
              upstream: entry.upstream,
              kind: provider.kind,
              speaksResponses: speaksResponses
            )
          )
        }
      }
    }
    if let start = places[codexModel] {
      models.insert(models.remove(at: start), at: 0)
    } else {
      // It is served by a pattern, or the file names it although nobody serves it: Codex starts with it all the same.
      let provider = activeProviders.first { $0.serves(codexModel) }
      models.insert(GatewayModel(codexModel, kind: provider?.kind ?? .openAI), at: 0)
    }
    return models
  }
}
