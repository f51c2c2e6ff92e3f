/// Whether every line of a text is in another one, byte for byte and in the same order, whatever stands in between.
///
/// - Parameters:
///   - text: the lines to look for.
///   - other: where to look.
///   - changed: beginnings of lines that need not be there.
/// - Returns: the first line that is missing, or `nil` if none is.
func firstLineMissing(of text: String, in other: String, except changed: [String] = []) -> String? {
  var rest = other.split(separator: "\n", omittingEmptySubsequences: false)[...]
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    guard !changed.contains(where: { line.hasPrefix($0) }) else { continue }
    guard let place = rest.firstIndex(where: { $0.utf8.elementsEqual(line.utf8) }) else { return String(line) }
    rest = rest[(place + 1)...]
  }
  return nil
}
