import SeededRandom

/// Writes random documents that are valid, in every form the syntax has.
struct TOMLWriter {
  private var random: SeededGenerator
  private var text = ""
  /// The names that each table has used, by the text of its header.
  private var used: [String: Set<String>] = [:]
  private var headers: [String] = []
  private var count = 0

  /// Begins a document that depends on the seed alone.
  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// A whole document.
  mutating func document() -> [UInt8] {
    trivia()
    entries(of: "")
    for _ in 0..<Int.random(in: 0...6, using: &random) { section() }
    if chance(4) { text += chance(2) ? "# the end" : " \t" } else if chance(4), text.last == "\n" { text.removeLast() }
    if chance(3) { text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") }
    if chance(5) { text = "\u{FEFF}" + text }
    return Array(text.utf8)
  }

  private mutating func chance(_ count: Int) -> Bool {
    Int.random(in: 1...count, using: &random) == 1
  }

  private mutating func any(_ choices: [String]) -> String {
    choices.randomElement(using: &random) ?? ""
  }

  private mutating func blank() -> String {
    any(["", " ", " ", " ", "  ", "\t"])
  }

  private mutating func comment() -> String {
    any(["#", "# [no header]", "# a = 1", "# é \"'''", "#\ttab"])
  }

  /// Empty lines and comments.
  private mutating func trivia() {
    while chance(3) { text += any(["\n", "\n", " \t\n", "\(comment())\n", "  \(comment())\n"]) }
  }

  /// The end of a line with something on it.
  private mutating func lineEnd() {
    text += blank() + (chance(4) ? comment() : "") + "\n"
    trivia()
  }

  /// A name that this table has not used yet, as it is written.
  private mutating func name(in table: String) -> String {
    count += 1
    let plain = any(["key", "model", "features", "1", "-", "_a-B"]) + "\(count)"
    used[table, default: []].insert(plain)
    return any([
      plain, plain, plain, "\"\(plain)\"", "'\(plain)'", "\"\(plain) \\u00e9\\\"\"", "'\(plain).b'", "\"é\(plain)\"",
    ])
  }

  private mutating func dot() -> String {
    chance(4) ? blank() + "." + blank() : "."
  }

  /// A table under a header: a new one, one in another, or an element of an array.
  private mutating func section() {
    let parent = headers.randomElement(using: &random)
    var name = name(in: parent ?? "")
    while chance(3) { name += dot() + self.name(in: "") }
    let isNested = parent != nil && chance(2)
    let key = isNested ? "\(parent ?? "").\(name)" : name
    let isArray = chance(4)
    for _ in 0..<(isArray ? Int.random(in: 1...3, using: &random) : 1) {
      text += any(["", "", "  ", "\t"])
      text += isArray ? "[[" : "["
      text += blank() + key + blank() + (isArray ? "]]" : "]")
      lineEnd()
      entries(of: key)
    }
    headers.append(key)
  }

  /// Assignments of one table.
  private mutating func entries(of table: String) {
    let margin = any(["", "", "", "  ", "\t"])
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      var keys = [name(in: table)]
      if chance(4) {
        let prefix = keys[0] + dot()
        keys = (0..<Int.random(in: 1...3, using: &random)).map { _ in prefix + name(in: table) }
      }
      for key in keys {
        text += margin + key + blank() + "=" + blank() + value(depth: 0)
        lineEnd()
      }
    }
  }

  /// A value of any type.
  private mutating func value(depth: Int) -> String {
    if depth < 3, chance(4) { return array(depth: depth + 1) }
    if depth < 3, chance(4) { return inlineTable(depth: depth + 1) }
    return any([
      "0", "+1_000", "-17", "0xdead_BEEF", "0o17", "0b1", "9223372036854775807",
      "1.5", "-0.0", "1e3", "6.6_2E-34", "inf", "-nan", "true", "false",
      "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5-07:00", "1979-05-27T07:32:00", "1979-05-27", "07:32:00.25",
      "\"\"", "''", "\"a # b\"", "'C:\\x'", "\"\\t\\\"\\u00E9\\U0001F600\"", "'[x]'",
      "\"\"\"\n[header]\nkey = 1\n\"\"\"", "\"\"\"\"\"\"", "'''\n# no comment\n'''", "\"\"\"a\\\n   b \"\"c\"\"\"\"\"",
      "''''x'''''", "\"\"\"\\\n\n  \"\"\"",
    ])
  }

  private mutating func array(depth: Int) -> String {
    let isLong = chance(2)
    var array = "[" + blank()
    let count = Int.random(in: 0...3, using: &random)
    for index in 0..<count {
      if isLong { array += any(["\n", "\n  ", " \(comment())\n", "\n\n"]) }
      array += value(depth: depth) + blank()
      if isLong, chance(4) { array += "\(comment())\n" }
      if index + 1 < count || chance(3) { array += "," + blank() }
    }
    return array + (isLong ? any(["\n", "", "\(comment())\n\t"]) : "") + "]"
  }

  private mutating func inlineTable(depth: Int) -> String {
    let scope = "inline \(count)"
    var members: [String] = []
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let key = chance(4) ? name(in: scope) + dot() + name(in: scope) : name(in: scope)
      members.append(key + blank() + "=" + blank() + value(depth: depth))
    }
    let comma = blank() + "," + blank()
    return "{" + blank() + members.joined(separator: comma) + blank() + "}"
  }
}
