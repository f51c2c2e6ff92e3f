public import WireFormats

/// Which models stand in for one that fails: `fallbacks`, `default_fallbacks`, `context_window_fallbacks` and
/// `content_policy_fallbacks`.
public struct FallbackTable: Sendable, Equatable {
  /// `fallbacks`: the models that stand in for each, in their order.
  public var byModel: [String: [String]] = [:]
  /// `default_fallbacks`, or the entry `*` of `fallbacks`: for models that have none of their own.
  public var byDefault: [String] = []
  /// `context_window_fallbacks` and `content_policy_fallbacks`: for requests that are refused for that reason. Where the
  /// setting is not there, the others apply to such requests as well.
  public var byReason: [RefusalReason: [String: [String]]] = [:]
  /// `max_fallbacks`: how many models deep the search goes.
  public var maximumDepth = 5

  /// No fallbacks.
  public init() {}

  /// The models that stand in for one.
  ///
  /// - Parameters:
  ///   - names: the model's name, and the name that it is an alias of.
  ///   - reason: why it refused the request, where it did.
  /// - Returns: their names, in the order in which they are to be asked.
  func targets(for names: [String], reason: RefusalReason?) -> [String] {
    if let reason, let table = byReason[reason] { return Self.find(names, in: table) ?? table["*"] ?? [] }
    return Self.find(names, in: byModel) ?? byDefault
  }

  /// Whether a model has any for failures of the usual kind.
  func hasTargets(for names: [String]) -> Bool { !byDefault.isEmpty || Self.find(names, in: byModel) != nil }

  /// Whether what a model refuses has to be told from what fails otherwise.
  func distinguishesRefusals(for names: [String]) -> Bool {
    byReason.values.contains { $0["*"] != nil || Self.find(names, in: $0) != nil }
  }

  /// `openai/gpt-x` also has what is given for `gpt-x`, as in LiteLLM: a wildcard's models are named so. So has `gpt-x`
  /// what is given for `openai/gpt-x`.
  private static func find(_ names: [String], in table: [String: [String]]) -> [String]? {
    for name in names {
      if let targets = table[name] { return targets }
      guard let slash = name.firstIndex(of: "/") else {
        if let kind = ProviderKind.inferred(from: name), let targets = table["\(kind.rawValue)/\(name)"] {
          return targets
        }
        continue
      }
      guard ProviderKind(rawValue: String(name[..<slash])) != nil else { continue }
      if let targets = table[String(name[name.index(after: slash)...])] { return targets }
    }
    return nil
  }
}
