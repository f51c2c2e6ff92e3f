internal import Secrets

/// The text of a value as it may be shown: a secret masked, an address without credentials and query, a long text
/// shortened, an array or object without what is in it.
func shownValue(_ text: String, isSecret: Bool) -> String {
  if isSecret {
    let inner = text.first == "\"" && text.count > 1 ? text.dropFirst().dropLast() : text[...]
    return inner.isEmpty ? text : Secret(String(inner)).masked
  }
  if let bracket = text.utf8.first, text.utf8.count > 2 {
    if bracket == UInt8(ascii: "[") { return "[…]" }
    if bracket == UInt8(ascii: "{") { return "{…}" }
  }
  if text.contains("://") {
    let quote = text.first.map { $0 == "\"" || $0 == "'" ? String($0) : "" } ?? ""
    let address = quote.isEmpty ? text : String(text.dropFirst().dropLast())
    let plain = maskedValue("ADDRESS", address)
    let query = plain.firstIndex { $0 == "?" || $0 == "#" }
    return quote + (query.map { plain[..<$0] + "…" } ?? plain[...]) + quote
  }
  let line = text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
  return line.count > 60 || line.utf8.count < text.utf8.count ? line.prefix(60) + "…" : line
}
