internal import ConfigEdit
internal import DotEnv

/// A file before and after an edit, as both may be shown: our secrets masked, and other values on the lines that change
/// left out.
///
/// - Parameters:
///   - before: the document before; `nil` if there is no file.
///   - after: the document after.
///   - owned: the keys that are edited.
///   - format: the format of both.
/// - Returns: the two texts to compare.
func shownDocuments(
  _ before: (any ConfigDocument)?,
  _ after: any ConfigDocument,
  owned: [ConfigPath],
  format: FileFormat
) -> (before: Text?, after: Text) {
  let changedSecrets = owned.filter { path in
    guard let before, WantedKey.isSecret(path), let old = before.leaf(at: path) else { return false }
    return old.text != after.leaf(at: path)?.text
  }
  if format == .environment {
    func shown(_ document: any ConfigDocument, changed: Set<String>) -> Text {
      let text = (try? DotEnvDocument(parsing: document.bytes)).map { maskedText($0, changed: changed) }
      return Text(bytes: document.bytes, shown: text ?? "…\n")
    }
    return (before.map { shown($0, changed: []) }, shown(after, changed: Set(changedSecrets.compactMap(\.lastKey))))
  }
  return (
    before.map { masked($0, owned: owned, news: [], lines: lines(of: $0.bytes, without: after.bytes)) },
    masked(after, owned: owned, news: changedSecrets, lines: lines(of: after.bytes, without: before?.bytes ?? []))
  )
}

/// The document with secrets masked, and without the values of others on the given lines.
private func masked(
  _ document: any ConfigDocument,
  owned: [ConfigPath],
  news: [ConfigPath],
  lines: Set<Int>
) -> Text {
  var copy = document
  do throws(ConfigError) {
    for leaf in document.leaves where lines.contains(leaf.line) {
      if !owned.contains(where: { $0.contains(leaf.path) }) {
        _ = try copy.set(leaf.path, to: "\"…\"")
      } else if WantedKey.isSecret(leaf.path) {
        let mark = news.contains(leaf.path) ? " (new)\"" : "\""
        _ = try copy.set(leaf.path, to: "\"" + shownValue(leaf.text, isSecret: true) + mark)
      }
    }
  } catch {
    // Rather nothing than a secret.
    return Text(bytes: document.bytes, shown: "…\n")
  }
  return Text(bytes: document.bytes, shown: String(decoding: copy.bytes, as: UTF8.self))
}

extension ConfigPath {
  fileprivate var lastKey: String? {
    guard case .key(let name)? = steps.last else { return nil }
    return name
  }
}

/// The numbers, counted from 1, of the lines of `bytes` that `other` does not have.
private func lines(of bytes: [UInt8], without other: [UInt8]) -> Set<Int> {
  let known = Set(other.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false))
  let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  return Set(lines.indices.filter { !known.contains(lines[$0]) }.map { $0 + 1 })
}
