/// A line of a file that shells read, as far as it exports variables: in the ways of bash, zsh and fish.
struct ShellLine {
  /// The variables that every program gets from here, with what they are set to.
  let exported: [(name: String, value: String)]
  /// Whether the line does one thing alone.
  let isSingle: Bool

  /// Reads a line. What stands in quotes is not told from what does not: a command in them is a rare thing.
  init(_ line: String) {
    var commands: [[Substring]] = [[]]
    for word in line.split(whereSeparator: \.isWhitespace) {
      // The rest is a remark.
      if word.hasPrefix("#") { break }
      let isEnd = ["&&", "||", ";", "|", "&"].contains(word)
      if isEnd {
        commands.append([])
        continue
      }
      let parts = word.split(separator: ";", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { commands.append([]) }
        if !part.isEmpty { commands[commands.count - 1].append(part) }
      }
    }
    commands.removeAll(where: \.isEmpty)
    exported = commands.flatMap(Self.exported)
    isSingle = commands.count <= 1 && exported.count <= 1
  }

  /// What one command exports.
  private static func exported(by command: [Substring]) -> [(name: String, value: String)] {
    // A word that begins a block may stand before it.
    let words = command.drop { ["then", "do", "else", "{", "("].contains($0) }
    guard let name = words.first, ["export", "declare", "typeset", "set"].contains(name) else { return [] }
    let options = words.dropFirst().prefix { $0.hasPrefix("-") && $0 != "-" }
    let rest = words.dropFirst(1 + options.count)
    guard name == "export" ? !options.contains("-n") : options.contains(where: { $0.contains("x") }) else { return [] }
    if name == "set" {
      // Fish: `set -gx NAME value`.
      guard rest.count > 1, let name = rest.first else { return [] }
      return [(String(name), unquoted(rest[rest.startIndex + 1]))]
    }
    return rest.compactMap { word in
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (String(parts[0]), unquoted(parts[1])) : nil
    }
  }

  private static func unquoted(_ value: Substring) -> String {
    for quote in ["\"", "'"] where value.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
      return String(value.dropFirst().dropLast())
    }
    return String(value)
  }
}
