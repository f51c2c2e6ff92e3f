import Diagnostics
import Yams

/// Reads `litellm_settings.cache` and `.cache_params`.
struct CacheDraft {
  private(set) var isOn = false
  private(set) var settings = CacheSettings()

  /// Reads a key of `litellm_settings`.
  ///
  /// - Returns: whether it is one of these.
  mutating func read(_ key: String, _ value: Node, _ reader: inout ConfigurationReader) -> Bool {
    switch key {
    case "cache":
      isOn = reader.document.flag(value, "litellm_settings.cache") ?? false
    case "cache_params":
      for (key, keyNode, value) in reader.document.pairs(value, "cache_params") {
        readParameter(key, keyNode, value, &reader)
      }
    default:
      return false
    }
    return true
  }

  private mutating func readParameter(
    _ key: String,
    _ keyNode: Node,
    _ value: Node,
    _ reader: inout ConfigurationReader
  ) {
    let name = "cache_params.\(key)"
    switch key {
    case "ttl":
      settings.lifetimeSeconds = reader.document.seconds(value, name) ?? settings.lifetimeSeconds
    case "max_size_mb":
      if let size = reader.document.positiveNumber(value, name) { settings.maximumSize = min(size, 4096) << 20 }
    case "share_between_keys":
      settings.isShared = reader.document.flag(value, name) ?? false
    case "mode":
      settings.isOnlyOnRequest = reader.document.text(value, name) == "default_off"
    default:
      reader.noteKey(key, keyNode, KnownConfigurationKeys.cache, "cache_params.")
    }
  }
}
