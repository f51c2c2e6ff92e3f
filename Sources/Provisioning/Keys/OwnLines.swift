internal import ConfigEdit

/// Tells what of a line may be shown: our own keys and their values. Of all else there is a dot or three, for it may be a
/// secret.
struct OwnLines: Sendable {
  private var names: Set<String> = []
  private var values: [(text: String, shown: String)] = []
  private var blocks: Set<Substring> = []

  /// Gathers what is ours.
  ///
  /// - Parameters:
  ///   - paths: our keys.
  ///   - documents: the file in all its states; values of our keys are shown from any of them, secrets masked.
  ///   - written: texts that we wrote, which are shown line by line.
  init(_ paths: [ConfigPath], in documents: [any ConfigDocument], written: [String]) {
    for path in paths {
      for step in path.steps {
        switch step {
        case .key(let name): names.insert(name)
        case .element(let key, let value): names.formUnion([key, value])
        }
      }
      for document in documents {
        guard let text = document.leaf(at: path)?.text, !text.isEmpty else { continue }
        values.append((text, shownValue(text, isSecret: WantedKey.isSecret(path))))
      }
    }
    // A long value first, so that one within it is not taken for it.
    values.sort { $0.text.utf8.count > $1.text.utf8.count }
    for text in written where text.utf8.contains(UInt8(ascii: "\n")) {
      for line in text.split(separator: "\n") { blocks.insert(trimmed(line)) }
    }
  }

  /// The line as it may be shown.
  func shown(_ line: String) -> String {
    let content = trimmed(line[...])
    if content.isEmpty || blocks.contains(content) || isOurs(content) { return line }
    for value in values {
      guard let range = line.firstRange(of: value.text), isOurs(line[..<range.lowerBound]) else { continue }
      let rest = line[range.upperBound...]
      return line[..<range.lowerBound] + value.shown + (rest.allSatisfy(isStructure) ? rest : " …")
    }
    return line.prefix { $0 == " " || $0 == "\t" } + "…"
  }

  /// Whether a text has nothing but names of ours, and what stands between names.
  private func isOurs(_ text: Substring) -> Bool {
    text.split(whereSeparator: isStructure).allSatisfy { names.contains(String($0)) }
  }

  private func isStructure(_ character: Character) -> Bool {
    " \t\r\"':=.,{}[]".contains(character) || character == "\r\n"
  }

  private func trimmed(_ line: Substring) -> Substring {
    let start = line.drop { isBlank($0) || $0 == "," }
    return start.prefix(
      upTo: start.lastIndex { !isBlank($0) && $0 != "," }.map(start.index(after:)) ?? start.startIndex
    )
  }

  private func isBlank(_ character: Character) -> Bool { " \t\r".contains(character) || character == "\r\n" }
}

extension OwnLines: CustomStringConvertible {
  /// Nothing of the values.
  var description: String { "\(names.count) names" }
}
