internal import Diagnostics

/// What becomes of one of the repository's files.
struct RepositoryMerging {
  /// Where it is.
  let path: String
  /// What messages call it.
  let name: String
  /// What is there now; `nil` if nothing is.
  let actual: [UInt8]?
  /// What was rendered last.
  let last: [UInt8]
  /// The render of the defaults.
  let checkedIn: [UInt8]?
  /// What is rendered now.
  let wanted: [UInt8]

  /// The change to make, and what is worth saying about it.
  func change(_ merge: RepositoryMerge) async -> (FileChange, Diagnostic?) {
    guard let actual else { return (change(.create, "new", after: wanted), nil) }
    let wanted = lineEnds(of: actual, in: wanted)
    let last = lineEnds(of: actual, in: last)
    if actual == wanted { return (change(.unchanged, "up to date", after: wanted), nil) }
    if actual == last || actual == checkedIn.map({ lineEnds(of: actual, in: $0) }) {
      return (change(.update, "follows from .env", after: wanted), nil)
    }
    if wanted == last { return (change(.keep, "up to date, with your edits", after: wanted), nil) }
    let kept = change(.keep, "edited by hand, left alone", after: wanted)
    switch await merge(RepositoryMerge.Versions(mine: actual, base: last, theirs: wanted)) {
    case .merged(actual): return (change(.unchanged, "up to date, with your edits", after: actual), nil)
    case .merged(let merged): return (change(.update, "merged with your edits", after: merged), nil)
    case .conflict(let lines): return (kept, conflict(lines))
    case .unavailable(let reason): return (kept, unavailable(reason))
    }
  }

  private func change(_ action: FileChange.Action, _ reason: String, after: [UInt8]) -> FileChange {
    FileChange(
      action: action,
      owner: .repository,
      path: path,
      reason: reason,
      before: actual.map { Text($0) },
      after: Text(after)
    )
  }

  /// `text` with the line ends of `model`: git changes all of them on machines that want it so.
  private func lineEnds(of model: [UInt8], in text: [UInt8]) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    guard let end = model.firstIndex(of: newline), end > 0, model[end - 1] == carriageReturn else { return text }
    return text.flatMap { $0 == newline ? [carriageReturn, newline] : [$0] }
  }

  private func conflict(_ lines: [ClosedRange<Int>]) -> Diagnostic {
    let ranges = lines.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
    let one = lines.count == 1 && lines[0].count == 1
    return Diagnostic(
      .warning,
      id: "repository.conflict",
      "your edits of \(name) are where .env asks for something else now, on \(one ? "line" : "lines") "
        + "\(ranges.joined(separator: ", ")); the file is left alone",
      hint: "undo the edits there, run init again, and make them anew",
      file: name,
      line: lines.first?.lowerBound
    )
  }

  private func unavailable(_ reason: String) -> Diagnostic {
    Diagnostic(
      .warning,
      id: "repository.edited",
      "\(name) was edited by hand and is left alone, though .env asks for something else now; "
        + "it was not merged, because \(reason)",
      hint: "install git and run init again, or move the file away to see what it would be"
    )
  }
}
