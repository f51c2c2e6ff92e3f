import SeededRandom

/// Values made to break out of the place they are written to: each fragment alone, then random mixtures.
///
/// - Parameters:
///   - count: how many mixtures.
///   - seed: the same seed gives the same values.
/// - Returns: the values.
func hostileValues(count: Int, seed: UInt64) -> [String] {
  var generator = SeededGenerator(seed: seed)
  let mixtures = (0..<count).map { _ in
    let length = Int.random(in: 1...12, using: &generator)
    return (0..<length).map { _ in fragments.randomElement(using: &generator) ?? "" }.joined()
  }
  return fragments + mixtures
}

private let fragments: [String] =
  [
    "", " ", "  ", "\t", "\n", "\r", "\r\n", "\n\n", "\"", "'", "\"\"\"", "'''", "`", "\\", "\\\\", "\\n", "\\\"",
    "\\u0041", "#", " #", "\t#", "# comment", "$", "$$", "${HOME}", "$HOME", "${", "$(id)", "${A:-b}", "$$$", "{{",
    "}}", "{{value}}", "{{#value}}", "{{/value}}", "{", "}", "[", "]", ",", ":", ": ", "- ", "? ", "=", "&anchor",
    "*alias", "!tag", "!!binary", "%TAG", "@", "|", ">", "~", "<<", "null", "Null", "no", "On", "y", "true", "012",
    "0x1F",
    "1e3", "12:30:00", "2026-01-01", ".inf", "-1", "+1", "---", "...", "a: b", "KEY=value", "\nKEY=value",
    "\n[table]\nx = 1", "\",\"x\":\"", "plain", "sk-0123", "os.environ/OPENAI_API_KEY", "é", "日本", "👩‍👩‍👧", "e\u{301}",
    "\u{85}", "\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{200B}", "\u{202E}", "\u{E000}", "\u{7F}",
    "\u{80}", "\u{9F}", "\u{1FFFF}", "\u{10FFFF}", "\u{E0001}",
  ] + (1..<32).map { String(Unicode.Scalar(UInt8($0))) }
