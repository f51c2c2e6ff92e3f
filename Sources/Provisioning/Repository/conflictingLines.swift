/// Where the conflicts of a merge are in the user's file.
///
/// - Parameters:
///   - mine: the user's file.
///   - merged: what `git merge-file --diff3` has made of it.
///   - markerSize: the length of the marks between the sides.
/// - Returns: line numbers, counted from 1. Where the user has removed lines, the line behind them counts, or the last.
func conflictingLines(of mine: [UInt8], in merged: [UInt8], markerSize: Int) -> [ClosedRange<Int>] {
  func isMark(_ line: ArraySlice<UInt8>, _ character: Unicode.Scalar) -> Bool {
    line.starts(with: [UInt8](repeating: UInt8(ascii: character), count: markerSize))
  }
  // The merged file with the user's side of each conflict, and where these sides are in it.
  var resolved: [ArraySlice<UInt8>] = []
  var sides: [Range<Int>] = []
  var isMine = true
  for line in lines(merged) {
    if isMark(line, "<") {
      sides.append(resolved.count..<resolved.count)
    } else if isMark(line, "|") {
      isMine = false
      if let start = sides.last?.lowerBound { sides[sides.count - 1] = start..<resolved.count }
    } else if isMark(line, ">") {
      isMine = true
    } else if isMine {
      resolved.append(line)
    }
  }
  let original = lines(mine)
  let places = places(of: resolved, in: original)
  let end = max(1, original.count)
  return sides.map { side in
    let first = min(places[side.lowerBound] + 1, end)
    return first...(side.isEmpty ? first : min(places[side.upperBound - 1] + 1, end))
  }
}

/// For each line of `new`, and for the end, the line of `old` that it comes from or stands before.
private func places(of new: [ArraySlice<UInt8>], in old: [ArraySlice<UInt8>]) -> [Int] {
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in new.difference(from: old) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var places: [Int] = []
  var place = 0
  for index in new.indices {
    if inserted.contains(index) {
      places.append(place)
      continue
    }
    while removed.contains(place) { place += 1 }
    places.append(place)
    place += 1
  }
  return places + [place]
}

/// The lines without their line ends, of which the last one may be missing.
private func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  if lines.last?.isEmpty ?? false { lines.removeLast() }
  return lines
}
