internal import Secrets

/// The text of a value as it may be shown: a secret masked, a long one shortened.
func shownValue(_ text: String, isSecret: Bool) -> String {
  if isSecret {
    let inner = text.first == "\"" && text.count > 1 ? text.dropFirst().dropLast() : text[...]
    return inner.isEmpty ? text : Secret(String(inner)).masked
  }
  let line = text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
  return line.count > 60 || line.utf8.count < text.utf8.count ? line.prefix(60) + "…" : line
}
