public import Diagnostics
import Secrets
import Yams

/// Reads `litellm_config.yaml` into a ``GatewayConfiguration``.
public struct ConfigurationReader {
  var document: YAMLDocument
  private let environment: (String) -> String?
  let simulate: Bool
  var withoutEffect: [(name: String, line: Int?)] = []
  private var reportedVariables: Set<String> = []

  private init(document: YAMLDocument, environment: @escaping (String) -> String?, simulate: Bool) {
    self.document = document
    self.environment = environment
    self.simulate = simulate
  }

  /// Reads and checks a configuration.
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - file: the file's name, for the messages.
  ///   - environment: looks up what `os.environ/NAME` stands for.
  ///   - simulate: whether every deployment answers by itself, so that no provider key is needed.
  /// - Returns: the configuration, and what is worth telling the user about it.
  /// - Throws: a ``Failure`` with everything that is wrong, each with its line and column.
  public static func read(
    yaml: String,
    file: String,
    environment: @escaping (String) -> String?,
    simulate: Bool = false
  ) throws(Failure) -> (GatewayConfiguration, [Diagnostic]) {
    let document = try YAMLDocument(yaml, file: file)
    var reader = ConfigurationReader(document: document, environment: environment, simulate: simulate)
    let configuration = reader.readRoot()
    let findings = reader.document.findings
    guard let configuration, !findings.contains(where: { $0.severity == .error }) else {
      throw Failure(.badInput, findings)
    }
    return (configuration, findings)
  }

  private mutating func readRoot() -> GatewayConfiguration? {
    var deployments: [Deployment] = []
    var router = RouterDraft()
    var general = GeneralDraft()
    var cache = CacheDraft()
    var certificateBundle: CertificateBundle?
    let sections = document.pairs(document.root, "the file")
    for (key, keyNode, value) in sections {
      switch key {
      case "model_list":
        deployments = readModelList(value)
      case "router_settings":
        for (key, keyNode, value) in document.pairs(value, key) where !router.read(key, value, &self) {
          noteKey(key, keyNode, KnownConfigurationKeys.router, "router_settings.")
        }
      case "general_settings":
        for (key, keyNode, value) in document.pairs(value, key) where !general.read(key, value, &self) {
          noteKey(key, keyNode, KnownConfigurationKeys.general, "general_settings.")
        }
      case "litellm_settings":
        for (key, keyNode, value) in document.pairs(value, key) {
          if router.readShared(key, value, &self) || cache.read(key, value, &self) { continue }
          // What a provider's format has no word for is left out in any case.
          if key == "drop_params", value.bool == true { continue }
          if key == "ssl_verify" {
            certificateBundle = readVerification(value)
          } else {
            noteKey(key, keyNode, KnownConfigurationKeys.litellm, "litellm_settings.")
          }
        }
      default:
        noteKey(key, keyNode, KnownConfigurationKeys.top, "")
      }
    }
    reportKeysWithoutEffect()
    requireModels(deployments, sections.first { $0.key == "model_list" }?.value)
    router.checkNames(deployments, &self)
    if !general.hasMasterKeyField { reportMissingMasterKey() }
    guard let key = general.masterKey else { return nil }
    general.clientKeys.check(masterKey: key, &self)
    general.clientKeys.checkPrices(deployments, &self)
    return GatewayConfiguration(
      deployments: deployments,
      aliases: router.aliases,
      masterKey: key,
      clientKeys: general.clientKeys.keys,
      timeouts: router.timeouts,
      routing: router.settings,
      maximumBodySize: general.maximumBodySize,
      allowedAddresses: general.allowedAddresses,
      certificateBundle: certificateBundle,
      storesText: general.storesText,
      logRetentionSeconds: general.logRetentionSeconds,
      usesCache: cache.isOn,
      cache: cache.settings
    )
  }

  /// LiteLLM's `ssl_verify`: a file of authorities, or whether to check certificates at all. Not to check them is not
  /// to be had here: the provider's key would go to whoever answers.
  private mutating func readVerification(_ node: Node) -> CertificateBundle? {
    guard let (text, _) = resolved(node, "litellm_settings.ssl_verify"), !text.isEmpty else { return nil }
    switch text.lowercased() {
    case "true": return nil
    case "false":
      document.report(
        .warning,
        "config.ssl-verify",
        "`ssl_verify: false` is not honoured: certificates are always checked",
        hint: "name your company's CA file: `ssl_verify: /path/to/ca.pem`, or SSL_CERT_FILE",
        at: node
      )
      return nil
    default: return CertificateBundle(name: "litellm_settings.ssl_verify", path: text)
    }
  }

  // MARK: - Models

  private mutating func readModelList(_ node: Node) -> [Deployment] {
    guard case .sequence(let entries) = node else {
      document.report(.error, "config.type", "`model_list` must be a list (`- model_name: …` entries)", at: node)
      return []
    }
    var deployments: [Deployment] = []
    for entry in entries {
      if let deployment = readModel(entry) { deployments.append(deployment) }
    }
    nameDeployments(&deployments)
    reportSameNames(deployments, node)
    return deployments
  }

  private mutating func readModel(_ entry: Node) -> Deployment? {
    var name: String?
    var parameters: Node?
    var info: Node?
    for (key, keyNode, value) in document.pairs(entry, "model_list entry") {
      switch key {
      case "model_name": name = document.text(value, "model_name")
      case "litellm_params": parameters = value
      case "model_info": info = value
      default: noteKey(key, keyNode, KnownConfigurationKeys.model, "model_list.")
      }
    }
    guard let name else {
      document.report(.error, "config.model-name", "a model without `model_name`", at: entry)
      return nil
    }
    guard let parameters else {
      document.report(.error, "config.model", "`\(name)` has no `litellm_params`", at: entry)
      return nil
    }
    return DeploymentDraft(
      name: name,
      entry: entry,
      fields: document.pairs(parameters, "litellm_params"),
      info: document.pairs(info, "model_info")
    )
    .finish(&self)
  }

  /// Numbers the deployments that have no name of their own, each within its model.
  private func nameDeployments(_ deployments: inout [Deployment]) {
    var counts: [String: Int] = [:]
    for index in deployments.indices {
      let model = deployments[index].modelName
      counts[model, default: 0] += 1
      if deployments[index].id.isEmpty { deployments[index].id = "\(model)/\(counts[model, default: 1])" }
    }
  }

  /// Two that have one name could be told apart neither in the log nor in the numbers.
  private mutating func reportSameNames(_ deployments: [Deployment], _ list: Node) {
    var names: Set<[String]> = []
    for deployment in deployments where !names.insert([deployment.modelName, deployment.id]).inserted {
      document.report(
        .error,
        "config.deployment-id",
        "two deployments of `\(deployment.modelName)` are called `\(deployment.id)`",
        hint: "give each its own `model_info.id`, or none",
        at: list
      )
    }
  }

  // MARK: - Values

  /// A value that may be `os.environ/NAME`: `nil` after an error, an empty text where the variable is not set.
  private mutating func resolved(_ node: Node, _ field: String) -> (text: String, variable: String?)? {
    guard let text = document.text(node, field) else { return nil }
    guard text.hasPrefix("os.environ/") else { return (text, nil) }
    let variable = String(text.dropFirst("os.environ/".count))
    return (environment(variable) ?? "", variable)
  }

  /// A provider's address. Where its variable is empty, LiteLLM asks the vendor; so does this engine, but not in
  /// silence.
  mutating func base(_ node: Node, _ field: String, _ defaultBase: String) -> String? {
    guard let (text, variable) = resolved(node, field) else { return nil }
    guard text.isEmpty else { return text }
    if !simulate, let variable, reportedVariables.insert(variable).inserted {
      document.report(
        .warning,
        "config.vendor-address",
        "\(variable) is empty: requests go to \(defaultBase)",
        hint: "set \(variable) in .env to your provider's base URL",
        at: node
      )
    }
    return defaultBase
  }

  mutating func secret(_ node: Node, _ field: String, of model: String? = nil) -> Secret? {
    guard let (value, variable) = resolved(node, field) else { return nil }
    if let variable {
      guard !value.isEmpty else {
        reportUnset(variable, model, field, node)
        return nil
      }
    } else if value.isEmpty {
      document.report(
        .error,
        "config.key",
        "`\(field)` is empty",
        hint: "write `os.environ/NAME`, and NAME=… in .env",
        at: node
      )
      return nil
    } else {
      document.report(
        .warning,
        "config.literal-key",
        "a key is written into this file, which git tracks",
        hint: "move it to .env, and write `os.environ/NAME` here",
        at: node
      )
    }
    guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      document.report(
        .error,
        "config.key",
        "`\(field)` contains a space or a character that no key has",
        hint: "copy the key once more, without quotes and line ends",
        at: node
      )
      return nil
    }
    return Secret(value)
  }

  /// Names a key's variable that has no value, once for all the models that need it.
  private mutating func reportUnset(_ variable: String, _ model: String?, _ field: String, _ node: Node) {
    guard model == nil || !simulate, reportedVariables.insert(variable).inserted else { return }
    document.report(
      .error,
      "config.variable",
      "\(model.map { "`\($0)`" } ?? "`\(field)`") needs \(variable), which is neither in .env nor in the environment",
      hint: model == nil
        ? "`agentproxy-setup init` generates it"
        : "set \(variable) in .env; `agentproxy-setup init` then lists the models of the providers that have a key",
      at: node
    )
  }

  private mutating func reportMissingMasterKey() {
    document.report(
      .error,
      "config.master-key",
      "`general_settings.master_key` is missing",
      hint: "write `master_key: os.environ/LITELLM_MASTER_KEY`; `agentproxy-setup init` generates the key",
      at: document.root
    )
  }

  private mutating func requireModels(_ deployments: [Deployment], _ list: Node?) {
    guard deployments.isEmpty, !document.findings.contains(where: { $0.severity == .error }) else { return }
    document.report(
      .error,
      "config.no-models",
      "`model_list` names no model",
      hint: YAMLDocument.renderHint,
      at: list ?? document.root
    )
  }

  // MARK: - Keys that are not honoured

  mutating func noteKey(
    _ key: String,
    _ node: Node,
    _ section: KnownConfigurationKeys.Section,
    _ path: String
  ) {
    if section.passedOver.contains(key) { return }
    if section.withoutEffect.contains(key) {
      withoutEffect.append((path + key, node.mark?.line))
      return
    }
    document.report(
      .warning,
      "config.unknown-key",
      "unknown key `\(path)\(key)`, which has no effect",
      hint: "LiteLLM ignores unknown keys in silence: check the spelling",
      at: node
    )
  }

  private mutating func reportKeysWithoutEffect() {
    guard !withoutEffect.isEmpty else { return }
    let names = withoutEffect.map { entry in entry.line.map { "`\(entry.name)` (line \($0))" } ?? "`\(entry.name)`" }
    document.report(
      .note,
      "config.no-effect",
      "no effect in the embedded engine: \(names.joined(separator: ", "))",
      hint: "the compose engine honours them",
      at: nil
    )
  }
}
