internal import ConfigEdit

/// A file that somebody else owns, and the keys in it that are ours.
struct ManagedFile: Sendable {
  /// The absolute path.
  let path: String
  /// How it is written.
  let format: FileFormat
  /// The keys, in the order to add them.
  let keys: [WantedKey]
  /// The key that makes the file use the gateway. As long as it holds what was written, other values were changed on
  /// purpose; if not, the whole configuration was replaced, and suggestions are made anew.
  let anchor: ConfigPath?
}
