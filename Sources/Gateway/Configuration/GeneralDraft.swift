import Diagnostics
import Secrets
import Yams

/// Reads `general_settings`.
struct GeneralDraft {
  private(set) var masterKey: Secret?
  private(set) var hasMasterKeyField = false
  private(set) var maximumBodySize = GatewayConfiguration.defaultMaximumBodySize
  private(set) var allowedAddresses: [AddressRange]?
  private(set) var storesText = false
  private(set) var logRetentionSeconds = GatewayConfiguration.defaultLogRetentionSeconds
  private(set) var clientKeys = ClientKeysDraft()

  /// Reads a key.
  ///
  /// - Returns: whether it is one that is honoured.
  mutating func read(_ key: String, _ value: Node, _ reader: inout ConfigurationReader) -> Bool {
    let name = "general_settings.\(key)"
    switch key {
    case "master_key":
      hasMasterKeyField = true
      masterKey = reader.secret(value, name)
    case "max_request_size_mb":
      if let size = reader.document.positiveNumber(value, name) { maximumBodySize = min(size, 1024) << 20 }
    case "store_prompts_in_spend_logs": storesText = reader.document.flag(value, name) ?? false
    case "maximum_spend_logs_retention_period":
      logRetentionSeconds = reader.document.duration(value, name) ?? logRetentionSeconds
    case "client_keys": clientKeys.read(value, &reader)
    case "allowed_ips": allowedAddresses = readAddresses(value, &reader)
    default: return false
    }
    return true
  }

  private func readAddresses(_ node: Node, _ reader: inout ConfigurationReader) -> [AddressRange] {
    var ranges: [AddressRange] = []
    for entry in reader.document.entries(node, "general_settings.allowed_ips") {
      guard let text = reader.document.text(entry, "general_settings.allowed_ips") else { continue }
      guard let range = AddressRange(text) else {
        reader.document.report(
          .error,
          "config.address",
          "`\(text)` is no address and no network",
          hint: "write for instance `192.168.1.7` or `10.0.0.0/8`",
          at: entry
        )
        continue
      }
      ranges.append(range)
    }
    return ranges
  }
}
