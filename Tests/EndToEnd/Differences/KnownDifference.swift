/// A kind of difference from LiteLLM, with the reason for it. docs/litellm-differences.md says the same.
struct KnownDifference {
  /// Who is in the wrong.
  enum Verdict: String {
    /// LiteLLM loses or breaks something.
    case liteLLM = "LiteLLM wrong"
    /// Both ways are right.
    case taste = "taste"
  }

  let verdict: Verdict
  /// The reason, as it stands in the document.
  let words: String
  /// What differs, as in ``Difference/what``; a `*` at the end stands for anything.
  let what: [String]
  /// The formats of client and provider; empty for all.
  let pairs: [String]
  /// The cases, without ` streamed`; empty for all.
  let cases: [String]

  init(_ verdict: Verdict, _ words: String, _ what: [String], pairs: [String] = [], cases: [String] = []) {
    self.verdict = verdict
    self.words = words
    self.what = what
    self.pairs = pairs
    self.cases = cases
  }

  /// Whether this is the reason for a difference.
  func covers(_ difference: Difference) -> Bool {
    let name = difference.name.replacing(" streamed", with: "")
    return (pairs.isEmpty || pairs.contains(difference.pair)) && (cases.isEmpty || cases.contains(name))
      && what.contains { pattern in
        pattern.hasSuffix("*") ? difference.what.hasPrefix(pattern.dropLast()) : difference.what == pattern
      }
  }
}
