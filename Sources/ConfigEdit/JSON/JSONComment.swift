/// A comment, from its slash to its end. The line end behind a `//` comment is not part of it.
struct JSONComment: Sendable, Equatable {
  let range: Range<Int>
  /// Whether it begins with `//`, so that everything up to the line's end belongs to it.
  let takesLine: Bool

  /// The comment that begins at `start`; `nil` if none does, or if it does not end before `limit`.
  init?(in bytes: [UInt8], at start: Int, limit: Int) {
    guard start + 1 < limit, bytes[start] == JSONByte.slash else { return nil }
    switch bytes[start + 1] {
    case JSONByte.slash:
      takesLine = true
      range = start..<(bytes[start..<limit].firstIndex(where: JSONByte.isLineEnd) ?? limit)
    case JSONByte.star:
      takesLine = false
      var index = start + 2
      while index + 1 < limit, bytes[index] != JSONByte.star || bytes[index + 1] != JSONByte.slash { index += 1 }
      guard index + 1 < limit else { return nil }
      range = start..<index + 2
    default:
      return nil
    }
  }

  /// The comments in a stretch that has nothing but comments, white space and commas.
  static func all(in bytes: [UInt8], _ stretch: Range<Int>) -> [JSONComment] {
    var comments: [JSONComment] = []
    var index = stretch.lowerBound
    while index < stretch.upperBound {
      if let comment = JSONComment(in: bytes, at: index, limit: stretch.upperBound) {
        comments.append(comment)
        index = comment.range.upperBound
      } else {
        index += 1
      }
    }
    return comments
  }
}
