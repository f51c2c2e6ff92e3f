public import Gateway
public import WireFormats

extension ServedModel {
  /// The formats in which agents ask models.
  public static let testedFormats: [WireFormat] = [.chatCompletions, .responses, .messages]

  /// The models of `litellm_config.yaml`, in its order and each once; then other names for them.
  ///
  /// - Parameters:
  ///   - configuration: the file.
  ///   - isSimulated: whether it was read as though no provider were asked, and each model answered in every format.
  /// - Returns: the models.
  public static func all(of configuration: GatewayConfiguration, isSimulated: Bool = false) -> [ServedModel] {
    var models: [ServedModel] = []
    for deployment in configuration.deployments {
      let index = models.firstIndex { $0.name == deployment.modelName } ?? models.endIndex
      if index == models.endIndex { models.append(ServedModel(deployment.modelName)) }
      models[index].deployments.append(
        Deployment(
          provider: deployment.provider.rawValue,
          host: deployment.upstream?.host,
          upstreamModel: deployment.upstreamModel
        )
      )
      let spoken = testedFormats.filter { format in
        deployment.provider.speaks(format) || (deployment.mockResponse != nil && !isSimulated)
      }
      models[index].formats = testedFormats.filter { models[index].formats.contains($0) || spoken.contains($0) }
    }
    for alias in configuration.aliases where !alias.isHidden && !models.contains(where: { $0.name == alias.name }) {
      var model = ServedModel(alias.name)
      if let target = models.first(where: { $0.name == alias.target }) {
        model.deployments = target.deployments
        model.formats = target.formats
      }
      models.append(model)
    }
    return models
  }

  /// The models that a running gateway lists, with what the files know of them, and the files' patterns, which it
  /// serves without listing them.
  ///
  /// - Parameters:
  ///   - names: as the gateway lists them.
  ///   - known: the files' models.
  /// - Returns: the models.
  static func listed(_ names: [String], known: [ServedModel]) -> [ServedModel] {
    let models = names.map { name in known.first { $0.name == name } ?? ServedModel(name) }
    return models + known.filter { model in model.isPattern && !names.contains(model.name) }
  }

  /// Whether a client's model name means this one.
  public func serves(_ wanted: String) -> Bool {
    guard let star = name.firstIndex(of: "*") else { return name == wanted }
    let (head, tail) = (name[..<star], name[name.index(after: star)...])
    return wanted.count >= head.count + tail.count && wanted.hasPrefix(head) && wanted.hasSuffix(tail)
  }
}
