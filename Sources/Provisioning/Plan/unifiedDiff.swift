/// The difference between two texts in the unified format.
///
/// - Parameters:
///   - before: the old text; `nil` if there is no file.
///   - after: the new text; `nil` if the file goes.
///   - name: what the headings call the file.
///   - context: the number of unchanged lines around each change.
///   - shown: what to print for a line.
/// - Returns: the difference, empty if there is none.
func unifiedDiff(
  _ before: String?,
  _ after: String?,
  name: String,
  context: Int = 3,
  shown: (String) -> String = { $0 }
) -> String {
  let old = lines(before ?? "")
  let new = lines(after ?? "")
  guard before == nil || after == nil || old != new else { return "" }
  let edits = edits(old, new)
  var text = "--- \(before == nil ? "/dev/null" : name)\n+++ \(after == nil ? "/dev/null" : name)\n"
  for hunk in hunks(edits, context: context) {
    let body = edits[hunk]
    let start = edits[..<hunk.lowerBound]
    text += "@@ -\(range(start, body, without: .inserted)) +\(range(start, body, without: .removed)) @@\n"
    for edit in body { text += edit.kind.rawValue + shown(edit.line) + "\n" }
  }
  return text
}

private struct Edit {
  enum Kind: String {
    case same = " "
    case removed = "-"
    case inserted = "+"
  }

  var kind: Kind
  var line: String
}

/// The lines, split at line feeds alone: for Swift, CR LF is one character.
private func lines(_ text: String) -> [String] {
  var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String($0) ?? "" }
  if lines.last?.isEmpty ?? false { lines.removeLast() }
  return lines
}

/// The shortest way from `old` to `new`, as found by the standard library, in the order of the lines.
private func edits(_ old: [String], _ new: [String]) -> [Edit] {
  let difference = new.difference(from: old)
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in difference {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var edits: [Edit] = []
  var (left, right) = (0, 0)
  while left < old.count || right < new.count {
    if left < old.count, removed.contains(left) {
      edits.append(Edit(kind: .removed, line: old[left]))
      left += 1
    } else if right < new.count, inserted.contains(right) {
      edits.append(Edit(kind: .inserted, line: new[right]))
      right += 1
    } else {
      edits.append(Edit(kind: .same, line: new[right]))
      left += 1
      right += 1
    }
  }
  return edits
}

/// The stretches of `edits` with a change, each with its context.
private func hunks(_ edits: [Edit], context: Int) -> [Range<Int>] {
  var hunks: [Range<Int>] = []
  for (index, edit) in edits.enumerated() where edit.kind != .same {
    let around = max(0, index - context)..<min(edits.count, index + context + 1)
    if let last = hunks.last, last.upperBound >= around.lowerBound {
      hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
    } else {
      hunks.append(around)
    }
  }
  return hunks
}

/// `start,count` of one side of a hunk.
private func range(_ before: ArraySlice<Edit>, _ body: ArraySlice<Edit>, without other: Edit.Kind) -> String {
  let skipped = before.count { $0.kind != other }
  let count = body.count { $0.kind != other }
  return "\(count == 0 ? skipped : skipped + 1),\(count)"
}
