/// What was put in around a value that was added, read back from the note of the edit.
struct JSONTraces {
  /// The white space in front of everything.
  let glue: [UInt8]
  /// How many objects and arrays were made to hold the value.
  let containers: Int
  /// The white space behind everything.
  let tail: [UInt8]

  init(_ edit: KeyEdit) {
    var leading = Array(edit.leading.utf8)[...]
    if leading.first == JSONByte.comma { leading = leading.dropFirst() }
    glue = Array(leading.prefix(while: JSONByte.isWhiteSpace))
    let trailing = Array(edit.trailing.utf8)
    tail = trailing.lastIndex { !JSONByte.isWhiteSpace($0) }.map { Array(trailing[($0 + 1)...]) } ?? trailing
    containers = trailing.count { $0 == JSONByte.closeBrace || $0 == JSONByte.closeBracket }
  }
}
