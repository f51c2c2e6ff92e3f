/// Which models a client may use.
struct ModelPermissions: Sendable {
  private let names: Set<String>
  private let patterns: [ModelPattern]
  /// As they stand in the configuration.
  let list: [String]

  init(_ list: [String]) {
    self.list = list
    names = Set(list)
    patterns = list.compactMap(ModelPattern.init)
  }

  func allows(_ model: String) -> Bool {
    names.contains(model) || patterns.contains { $0.match(model) != nil }
  }
}
