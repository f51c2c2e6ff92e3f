internal import DotEnv

/// A `.env` file as it may be shown: secrets masked, also those that are commented out or stand in a remark.
///
/// - Parameters:
///   - document: the file.
///   - changed: the keys whose values are new, which two masks alone might not tell apart.
/// - Returns: the text to show.
func maskedText(_ document: DotEnvDocument, changed: Set<String> = []) -> String {
  var text = ""
  var position = 0
  for assignment in document.assignments where assignment.valueSpan.lowerBound >= position {
    let span = assignment.valueSpan
    let raw = document.text(span)
    let value = assignment.quoting == .none ? raw : String(raw.dropFirst().dropLast())
    let masked = maskedValue(assignment.key, value)
    guard masked != value else { continue }
    text += maskedComments(document.text(position..<span.lowerBound)) + masked
    if changed.contains(assignment.key) { text += " (new)" }
    // A remark behind a secret may hold the one before it.
    position = document.bytes[span.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? document.bytes.count
  }
  return text + maskedComments(document.text(position..<document.bytes.count))
}

/// `text` with the value masked in each line of the form `# NAME=value`.
private func maskedComments(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { line in
      let content = line.drop { $0 == " " || $0 == "\t" }
      guard content.first == "#", let equals = content.firstIndex(of: "=") else { return String(line) }
      let name = content[..<equals].split(separator: " ").last.map(String.init) ?? ""
      let value = content[content.index(after: equals)...]
      guard SecretNames.contains(name), !value.isEmpty else { return String(line) }
      return line[...equals] + "…"
    }
    .joined(separator: "\n")
}
