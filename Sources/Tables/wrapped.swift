/// A text cut at blanks into lines of a width; a word that is longer stays whole.
///
/// - Parameters:
///   - text: without line ends.
///   - width: how many characters fit into a line.
/// - Returns: the lines, at least one.
public func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + 1 + word.count > max(8, width) {
      lines.append(line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  return lines + [line]
}

/// A text behind a label, cut at blanks into lines of a width of which the further ones are indented.
///
/// - Parameters:
///   - label: what the first line begins with, blanks included.
///   - text: without line ends.
///   - width: how many characters fit into a line; `nil` for any number.
///   - indent: how far the further lines are; by default as far as the text is.
/// - Returns: the lines, without an end.
public func wrapped(_ label: String, _ text: String, to width: Int?, indent: Int? = nil) -> String {
  guard let width, label.count + text.count > width else { return label + text }
  let indent = indent ?? label.count
  let lines = wrapped(text, to: width - max(indent, label.count))
  return label + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
}
