internal import Provisioning
internal import Secrets

extension DoctorContext {
  /// What the files of the clients are to say: on a host what `.env` alone says, as `init` has it.
  var written: ClientConfiguration? {
    guard isInside else { return ClientConfiguration(settings) }
    guard case .success(var configuration) = configuration else { return nil }
    configuration.trustedFolder = project?.folder ?? places.current
    return configuration
  }

  /// What writes a client's files.
  ///
  /// - Parameter client: the client.
  /// - Returns: the command.
  func configuring(_ client: Client) -> Remedy {
    if isInside { return .command("agentproxy-setup post-create") }
    return Client.standard.contains(client)
      ? .fix(.initialize([])) : .command("agentproxy-setup init --clients \(client.rawValue)")
  }

  /// Whether an address is the gateway's, however it is written.
  ///
  /// - Parameter text: the URL, with or without `/v1`.
  /// - Returns: whether it leads to the same port of the same host; all names of the loopback are one.
  func isGateway(_ text: String) -> Bool {
    guard let written, let wanted = try? GatewayAddress(written.baseURL, from: ""),
      let address = try? GatewayAddress(text, from: "")
    else { return false }
    return address.port == wanted.port
      && (address.host == wanted.host || (address.isLoopback && wanted.isLoopback))
  }

  /// Whether one of the providers in `.env` serves a model of this name, or in a container the gateway, as far as that
  /// is known there.
  ///
  /// - Parameter model: the name as a client says it.
  /// - Returns: whether it is so; `true` where nothing is known.
  func isServed(_ model: String) -> Bool {
    guard let written else { return true }
    if written.models.isEmpty || written.models.contains(where: { $0.name == model }) { return true }
    return !isInside && settings.activeProviders.contains { $0.serves(model) }
  }

  /// The providers' tokens, by the names of their variables, each once.
  var providerTokens: [(name: String, token: Secret)] {
    var tokens: [(name: String, token: Secret)] = []
    for provider in settings.providers {
      guard let token = provider.apiKey, !tokens.contains(where: { $0.name == provider.keyVariable }) else { continue }
      tokens.append((provider.keyVariable, token))
    }
    // One that no provider uses is a token all the same.
    if let spare = env?["EMPLOYER_TOKEN"], !isPlaceholder(spare),
      !tokens.contains(where: { $0.name == "EMPLOYER_TOKEN" })
    {
      tokens.append(("EMPLOYER_TOKEN", Secret(spare)))
    }
    // What is so short, or is the gateway's own key, would be found everywhere.
    return tokens.filter { $0.token.exposed.utf8.count >= 12 && $0.token != written?.masterKey }
  }
}
