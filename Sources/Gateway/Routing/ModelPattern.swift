/// A model name with one `*`, as in `claude-*` or `openai/*`.
struct ModelPattern: Sendable {
  private let prefix: String
  private let suffix: String

  /// Takes a name apart, or is `nil` where it has no `*`.
  init?(_ name: String) {
    guard let star = name.firstIndex(of: "*") else { return nil }
    prefix = String(name[..<star])
    suffix = String(name[name.index(after: star)...])
  }

  /// How much of the name is given: the more, the earlier it is tried.
  var specificity: Int { prefix.utf8.count + suffix.utf8.count }

  /// What the `*` stands for in `name`, or `nil` where the name does not match.
  func match(_ name: String) -> Substring? {
    guard name.utf8.count >= specificity, name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    return name.dropFirst(prefix.count).dropLast(suffix.count)
  }

  /// Puts `matched` in the place of the `*` in an upstream's name for the model.
  static func fill(_ name: String, with matched: Substring) -> String {
    guard let star = name.firstIndex(of: "*") else { return name }
    return "\(name[..<star])\(matched)\(name[name.index(after: star)...])"
  }
}
