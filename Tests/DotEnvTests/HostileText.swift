import SeededRandom

/// Files that are made to break a parser.
enum HostileText {
  private static let valid = """
    # settings
    export KEY='it\\'s' # c
    LITELLM_MASTER_KEY=sk-1234 # c
    # AGENTPROXY_PORT=4000
    BASE: https://host/v1#frag
    TEXT="a\\tb\\n$KEY ${BASE:-d${KEY}}\\0101
    second line"
    INHERITED
    EMPTY=
    LAST=${EMPTY:+x}$$ $
    """

  private static let pieces =
    [
      "A", "B", "KEY", "=", ":", "\n", "\r\n", "\r", " ", "\t", "#", " #", "'", "\"", "\\", "\\\"", "\\'", "\\n", "\\0",
      "\\$", "$", "$$", "$A", "${", "}", "${A}", "${B:-", "${A-", "${A:+", "${B?", "{", "export ", "export", "\u{FEFF}",
      "é", "\u{A0}", "\u{85}", "\u{2028}", "\u{212A}", "[", "-", "`", "0", "\0",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x84], [0xED, 0xA0, 0x80], [0xC2]]

  /// A file put together from the parts that mean something.
  static func soup(_ random: inout SeededGenerator) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 0...40, using: &random) { text += pieces.randomElement(using: &random) ?? [] }
    return text
  }

  /// A valid file with some changes: bytes replaced, parts removed, doubled or put in.
  static func mutant(_ random: inout SeededGenerator) -> [UInt8] {
    var text = Array(valid.utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let start = Int.random(in: 0..<text.count, using: &random)
      let end = min(text.count, start + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: text[start] = UInt8.random(in: 0...255, using: &random)
      case 1: text.replaceSubrange(start..<end, with: [])
      case 2: text.insert(contentsOf: text[start..<end], at: start)
      default: text.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: start)
      }
      if text.isEmpty { text = [Ascii.newline] }
    }
    return text
  }

  private enum Ascii {
    static let newline = UInt8(ascii: "\n")
  }
}
