import Diagnostics
import Secrets
import Yams

/// Reads `general_settings.client_keys`.
struct ClientKeysDraft {
  private(set) var keys: [ClientKey] = []
  private var nodes: [Node] = []

  mutating func read(_ list: Node, _ reader: inout ConfigurationReader) {
    let path = "general_settings.client_keys"
    for entry in reader.document.entries(list, path) {
      var name: String?
      var key: Secret?
      var models: [String]?
      var requestsPerMinute: Int?
      var tokensPerMinute: Int?
      var budget: Double?
      var budgetSeconds: Int?
      var maximumParallelRequests: Int?
      var hasKey = false
      for (field, fieldNode, value) in reader.document.pairs(entry, path) {
        switch field {
        case "name": name = reader.document.text(value, "\(path).name")
        case "key":
          hasKey = true
          key = reader.secret(value, "\(path).key")
        case "models":
          models = reader.document.entries(value, "\(path).models")
            .compactMap { reader.document.text($0, "\(path).models") }
        case "rpm": requestsPerMinute = reader.document.count(value, "\(path).rpm")
        case "tpm": tokensPerMinute = reader.document.count(value, "\(path).tpm", below: 1_000_000_000)
        case "max_budget": budget = reader.document.number(value, "\(path).max_budget")
        case "budget_duration": budgetSeconds = reader.document.duration(value, "\(path).budget_duration")
        case "max_parallel_requests":
          maximumParallelRequests = reader.document.count(value, "\(path).max_parallel_requests")
        default: reader.noteKey(field, fieldNode, .none, "\(path).")
        }
      }
      guard let name, !name.isEmpty, hasKey else {
        reader.document.report(
          .error,
          "config.client-key",
          "an entry of `\(path)` needs `name` and `key`",
          hint: "write `- {name: ci, key: os.environ/CI_KEY}`, and CI_KEY=… in .env",
          at: entry
        )
        continue
      }
      guard let key else { continue }
      nodes.append(entry)
      keys.append(
        ClientKey(
          name: name,
          key: key,
          models: models,
          requestsPerMinute: requestsPerMinute,
          tokensPerMinute: tokensPerMinute,
          budget: budget.map { Budget(dollars: $0, seconds: budgetSeconds) },
          maximumParallelRequests: maximumParallelRequests
        )
      )
    }
  }

  /// A budget counts nothing where there is no price.
  func checkPrices(_ deployments: [Deployment], _ reader: inout ConfigurationReader) {
    for (key, node) in zip(keys, nodes) where key.budget != nil {
      let permissions = key.models.map(ModelPermissions.init)
      let unpriced = deployments.first { $0.prices == nil && permissions?.allows($0.modelName) ?? true }
      guard let unpriced else { continue }
      reader.document.report(
        .warning,
        "config.no-price",
        "the budget of `\(key.name)` does not count `\(unpriced.modelName)`, which has no price",
        hint: "give it `input_cost_per_token` and `output_cost_per_token` in `litellm_params`, in US dollars",
        at: node
      )
    }
  }

  /// Two keys that are the same could not be told apart.
  func check(masterKey: Secret, _ reader: inout ConfigurationReader) {
    var names: Set<String> = []
    var seen = [masterKey.exposed: "the master key"]
    for (key, node) in zip(keys, nodes) {
      if let other = seen.updateValue("that of `\(key.name)`", forKey: key.key.exposed) {
        reader.document.report(
          .error,
          "config.client-key",
          "the key of `\(key.name)` is \(other)",
          hint: "give each client a key of its own: `openssl rand -hex 32` makes one",
          at: node
        )
      }
      guard !names.insert(key.name).inserted else { continue }
      reader.document.report(
        .error,
        "config.client-key",
        "two client keys are called `\(key.name)`",
        hint: "the log tells them apart by their names",
        at: node
      )
    }
  }
}
