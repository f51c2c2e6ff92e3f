import WireFormats

/// The models that one request falls back to, one after another. None is asked twice.
struct FallbackChain {
  private var pending: [(name: String, depth: Int)] = []
  private var attempted: [String] = []
  /// How many fallbacks led to the model asked last.
  private var depth = 0

  /// The next model to ask, after one has failed. Its own fallbacks come before those of the models before it.
  ///
  /// - Parameters:
  ///   - names: the name of the model that failed, and the name that it is an alias of.
  ///   - reason: why it refused the request, where it did.
  ///   - table: the configuration.
  /// - Returns: its name, or `nil` where there is none.
  mutating func next(after names: [String], reason: RefusalReason?, in table: FallbackTable) -> String? {
    attempted += names
    if depth < table.maximumDepth {
      let targets = table.targets(for: names, reason: reason)
      pending.insert(contentsOf: targets.map { (name: $0, depth: depth + 1) }, at: 0)
    }
    while !pending.isEmpty {
      let next = pending.removeFirst()
      guard !attempted.contains(next.name) else { continue }
      depth = next.depth
      return next.name
    }
    return nil
  }
}
