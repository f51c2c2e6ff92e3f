import Diagnostics
import Secrets
import Yams

/// Reads one deployment's `litellm_params`.
struct DeploymentDraft {
  let name: String
  let entry: Node
  let fields: [(key: String, keyNode: Node, value: Node)]
  /// What stands in `model_info`. LiteLLM takes any key there.
  let info: [(key: String, keyNode: Node, value: Node)]

  func finish(_ reader: inout ConfigurationReader) -> Deployment? {
    var model: (text: String, node: Node)?
    var apiKey: Secret?
    var hasKeyField = false
    var baseField: (name: String, node: Node)?
    var mock: String?
    var routing = DeploymentRoutingDraft()
    for (key, keyNode, value) in fields {
      switch key {
      case "model": model = reader.document.text(value, "model").map { ($0, value) }
      case "api_key":
        hasKeyField = true
        apiKey = reader.secret(value, "api_key", of: name)
      case "api_base", "base_url":
        baseField = (key, value)
      case "mock_response": mock = reader.document.text(value, "mock_response")
      default:
        if routing.read(key, value, &reader) { continue }
        reader.noteKey(key, keyNode, KnownConfigurationKeys.modelParameters, "litellm_params.")
      }
    }
    for (key, _, value) in info { routing.readInfo(key, value, &reader) }
    if reader.simulate { mock = mock ?? Self.simulatedText(name) }
    guard let model else {
      if !fields.contains(where: { $0.key == "model" }) {
        reader.document.report(
          .error,
          "config.model",
          "`\(name)` has no `litellm_params.model`",
          hint: "write `model: openai/NAME` or `model: anthropic/NAME`",
          at: entry
        )
      }
      return nil
    }
    guard let (provider, upstreamModel) = provider(of: model, mock, &reader) else { return nil }
    if !hasKeyField, mock == nil {
      reader.document.report(
        .error,
        "config.no-key",
        "`\(name)` has no `api_key`",
        hint: "write `api_key: os.environ/NAME`, and NAME=… in .env",
        at: entry
      )
      return nil
    }
    var upstream: UpstreamEndpoint?
    if mock == nil {
      let base = baseField.map { reader.base($0.node, $0.name, provider.defaultBase) } ?? provider.defaultBase
      guard apiKey != nil, let base else { return nil }
      upstream = endpoint(base, provider, baseField?.node ?? entry, &reader)
      guard upstream != nil else { return nil }
    }
    var deployment = Deployment(
      modelName: name,
      upstreamModel: upstreamModel,
      provider: provider,
      upstream: upstream,
      apiKey: apiKey ?? Secret(""),
      mockResponse: mock,
      id: ""
    )
    routing.apply(to: &deployment)
    return deployment
  }

  static func simulatedText(_ name: String) -> String {
    "This is a simulated answer from agentproxy-setup: the request for \(name) arrived, and no provider was asked."
  }

  private func provider(
    of model: (text: String, node: Node),
    _ mock: String?,
    _ reader: inout ConfigurationReader
  ) -> (ProviderKind, String)? {
    if let slash = model.text.firstIndex(of: "/") {
      if let kind = ProviderKind(rawValue: String(model.text[..<slash])) {
        return (kind, String(model.text[model.text.index(after: slash)...]))
      }
    } else if let kind = ProviderKind.inferred(from: model.text) {
      return (kind, model.text)
    }
    if mock != nil { return (.openAI, model.text) }
    let known = ProviderKind.allCases.map { "`\($0.rawValue)/`" }.joined(separator: ", ")
    reader.document.report(
      .error,
      "config.provider",
      "the embedded engine has no upstream for `\(model.text)`",
      hint: "begin the model with one of \(known), or use the compose engine",
      at: model.node
    )
    return nil
  }

  private func endpoint(
    _ base: String,
    _ provider: ProviderKind,
    _ node: Node,
    _ reader: inout ConfigurationReader
  ) -> UpstreamEndpoint? {
    do throws(UpstreamEndpoint.Fault) {
      return try UpstreamEndpoint(base: base, provider: provider)
    } catch {
      let reason =
        switch error {
        case .scheme: "it must begin with `https://` or `http://`"
        case .host: "it has no valid host"
        case .port: "its port is not a number from 1 to 65535"
        case .unsupportedPart: "it must not have a user name, a query, a fragment or spaces"
        }
      reader.document.report(
        .error,
        "config.api-base",
        "the `api_base` of `\(name)` is not usable: \(reason)",
        hint: "it should look like `https://api.example.com/v1`",
        at: node
      )
      return nil
    }
  }
}
