import SeededRandom

/// Makes random documents in every style there is, from plain minified JSON to commented JSONC in disorder.
struct JSONMaker {
  /// How a document is laid out.
  private enum Layout: CaseIterable {
    case minified, line, twoSpaces, fourSpaces, tabs, disorder
  }

  private var random: SeededGenerator
  private var layout = Layout.minified
  private var hasExtensions = false
  private var lineEnd = "\n"
  private var budget = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// A number below `limit`.
  mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  /// One of `choices`, of which there is at least one.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(below: choices.count)] }

  /// Whether something is the case that is so once in `count` times.
  mutating func once(in count: Int) -> Bool { number(below: count) == 0 }

  /// The next document: an object, or seldom an array or nothing.
  mutating func document() -> String {
    layout = pick(Layout.allCases)
    hasExtensions = once(in: 2)
    lineEnd = pick(["\n", "\n", "\r\n"])
    budget = 40
    let start = (once(in: 8) ? "\u{FEFF}" : "") + remark(0)
    let end = remark(0) + pick(["", lineEnd, lineEnd])
    if once(in: 16) { return start + end }
    return start + (once(in: 12) ? array(0) : object(0)) + end
  }

  private mutating func value(_ depth: Int) -> String {
    budget -= 1
    switch number(below: depth > 5 || budget < 0 ? 6 : 10) {
    case 0...2: return pick(["0", "-1", "1.50", "1E+2", "9007199254740993", "1e400", "0.10000000000000000001"])
    case 3: return pick(["true", "false", "null"])
    case 4, 5:
      return string(
        pick(["", "x", "// no comment", "/*", "} ] ,", "\\\"\\\\", "\\u00e9\\ud83d\\ude00", "é😀", "\\ud800"])
      )
    case 6, 7: return array(depth)
    default: return object(depth)
    }
  }

  private func string(_ content: String) -> String { "\"\(content)\"" }

  private mutating func object(_ depth: Int) -> String {
    // Each name once, in any order.
    var names = ["env", "a", "b", "hooks", "a.b", "", "\\u0061\\u0062", "é", "x y", "models"]
    return container("{", "}", depth) { maker in
      let name = names.remove(at: maker.number(below: names.count))
      return maker.string(name) + maker.gap(maker.pick(["", "", " "])) + ":" + maker.gap(" ") + maker.value(depth + 1)
    }
  }

  private mutating func array(_ depth: Int) -> String {
    container("[", "]", depth) { maker in maker.value(depth + 1) }
  }

  private mutating func container(
    _ open: String,
    _ close: String,
    _ depth: Int,
    _ child: (inout JSONMaker) -> String
  ) -> String {
    let count = pick([0, 1, 1, 2, 3, 5])
    var text = open + remark(depth + 1)
    for index in 0..<count {
      text += line(depth + 1, isFirst: index == 0) + child(&self) + remark(depth + 1)
      if index + 1 < count { text += "," + remark(depth + 1) }
    }
    if count > 0 {
      if hasExtensions, once(in: 3) { text += "," + remark(depth + 1) }
      text += line(depth, isFirst: true)
    }
    return text + close
  }

  /// What is before a value or a closing bracket.
  private mutating func line(_ depth: Int, isFirst: Bool) -> String {
    switch layout {
    case .minified: ""
    case .line: isFirst ? "" : " "
    case .twoSpaces: lineEnd + String(repeating: "  ", count: depth)
    case .fourSpaces: lineEnd + String(repeating: "    ", count: depth)
    case .tabs: lineEnd + String(repeating: "\t", count: depth)
    case .disorder: pick(["", " ", "\t", lineEnd, lineEnd + lineEnd + "   ", lineEnd + "\t "])
    }
  }

  private mutating func gap(_ usual: String) -> String {
    layout == .minified ? "" : layout == .disorder ? pick(["", " ", "  "]) + remark(1) : usual
  }

  private mutating func remark(_ depth: Int) -> String {
    guard hasExtensions, once(in: layout == .disorder ? 3 : 6) else { return "" }
    let indentation = String(repeating: "  ", count: depth)
    return pick([
      " // one, two }\(lineEnd)\(indentation)", "//\(lineEnd)", " /* one */", "/* two\(lineEnd) \" */ ",
      "\(lineEnd)\(indentation)// \"a\": 1,\(lineEnd)\(indentation)", "/**/",
    ])
  }
}
