/// How many bytes must be inserted, removed or replaced to make `right` of `left`.
public func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right.utf8)
  var previous = Array(0...right.count)
  for (row, byte) in left.utf8.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      let replaced = previous[column] + (byte == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[right.count]
}
