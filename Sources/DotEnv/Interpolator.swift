/// Expands one template.
///
/// Compose finds variables with a regular expression whose `.*` runs to the last `}` of the line, then looks for the
/// brace that closes the variable, then treats what lies between the two as a template of its own. This type gives the
/// same answers in one pass.
struct Interpolator {
  private enum Operator {
    case defaultIfEmpty, defaultIfUnset, replaceIfFilled, replaceIfSet, requireFilled, requireSet
  }

  private let template: [UInt8]
  private var output: [UInt8] = []
  private var reported: Set<String> = []
  private(set) var unset: [String] = []
  /// How many more bytes may be inserted.
  private(set) var budget: Int

  init(template: [UInt8], budget: Int) {
    self.template = template
    self.budget = budget
  }

  var text: String { String(decoding: output, as: UTF8.self) }

  mutating func run(_ lookup: (String) -> String?) throws(DotEnvError) {
    output.reserveCapacity(template.count)
    try expand(0..<template.count, depth: 0, lookup)
  }

  private mutating func expand(
    _ range: Range<Int>,
    depth: Int,
    _ lookup: (String) -> String?
  ) throws(DotEnvError) {
    guard depth <= Interpolation.maximumDepth else { throw .nestedTooDeep }
    var cursor = range.lowerBound
    // What Compose names as the template if the text at the cursor is wrong.
    var quoted = range
    var lastBrace = LastBrace(limit: range.upperBound)
    while cursor < range.upperBound {
      let dollar = template[cursor..<range.upperBound].firstIndex(of: Ascii.dollar) ?? range.upperBound
      output += template[cursor..<dollar]
      cursor = dollar
      if cursor >= quoted.upperBound { quoted = range }
      guard cursor < range.upperBound else { return }

      let next = cursor + 1 < range.upperBound ? template[cursor + 1] : 0
      if next == Ascii.dollar {
        output.append(Ascii.dollar)
        cursor += 2
      } else if next == Ascii.openBrace {
        let nameStart = cursor + 2
        let nameEnd = endOfName(from: nameStart, to: range.upperBound)
        guard nameEnd > nameStart, nameEnd < range.upperBound else { throw .invalidTemplate(template[quoted]) }
        let name = String(decoding: template[nameStart..<nameEnd], as: UTF8.self)
        if template[nameEnd] == Ascii.closeBrace {
          try insertPlain(name, lookup)
          cursor = nameEnd + 1
          continue
        }
        guard let (operation, operandStart) = operation(at: nameEnd, to: range.upperBound),
          let last = lastBrace.find(in: template, from: operandStart)
        else { throw .invalidTemplate(template[quoted]) }
        let close = closingBrace(from: cursor, through: last) ?? last
        try apply(operation, to: name, operand: operandStart..<close, depth: depth, lookup)
        quoted = (close + 1)..<(last + 1)
        cursor = close + 1
      } else {
        let nameEnd = endOfName(from: cursor + 1, to: range.upperBound)
        if nameEnd > cursor + 1 {
          try insertPlain(String(decoding: template[(cursor + 1)..<nameEnd], as: UTF8.self), lookup)
        } else {
          output.append(Ascii.dollar)
        }
        cursor = nameEnd
      }
    }
  }

  private mutating func apply(
    _ operation: Operator,
    to name: String,
    operand: Range<Int>,
    depth: Int,
    _ lookup: (String) -> String?
  ) throws(DotEnvError) {
    let value = lookup(name)
    let isFilled = value.map { !$0.isEmpty } ?? false
    let usesOperand =
      switch operation {
      case .defaultIfEmpty, .requireFilled: !isFilled
      case .defaultIfUnset, .requireSet: value == nil
      case .replaceIfFilled: isFilled
      case .replaceIfSet: value != nil
      }
    guard usesOperand else { return try insert(value ?? "") }
    let mark = output.count
    try expand(operand, depth: depth + 1, lookup)
    if operation == .requireFilled || operation == .requireSet {
      throw .missingRequired(name, reason: String(decoding: output[mark...], as: UTF8.self))
    }
  }

  private mutating func insertPlain(_ name: String, _ lookup: (String) -> String?) throws(DotEnvError) {
    if let value = lookup(name) { return try insert(value) }
    if reported.insert(name).inserted { unset.append(name) }
  }

  private mutating func insert(_ value: String) throws(DotEnvError) {
    budget -= value.utf8.count
    guard budget >= 0 else { throw .expandsTooFar }
    output += value.utf8
  }

  private func operation(at index: Int, to end: Int) -> (Operator, operandStart: Int)? {
    let withColon = template[index] == Ascii.colon
    let sign = withColon ? index + 1 : index
    guard sign < end else { return nil }
    let operation: Operator
    switch template[sign] {
    case Ascii.minus: operation = withColon ? .defaultIfEmpty : .defaultIfUnset
    case Ascii.plus: operation = withColon ? .replaceIfFilled : .replaceIfSet
    case Ascii.question: operation = withColon ? .requireFilled : .requireSet
    default: return nil
    }
    return (operation, sign + 1)
  }

  /// The end of the name that starts at an offset; the offset itself if none does.
  ///
  /// Compose's pattern ignores case, and to Go the long s and the Kelvin sign are cases of `s` and `k`.
  private func endOfName(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      let byte = template[index]
      if isAsciiNameByte(byte) {
        if index == start, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { return start }
        index += 1
      } else if byte == 0xC5 || byte == 0xE2 {
        let (scalar, width) = decodeScalar(template, at: index)
        guard scalar == "\u{017F}" || scalar == "\u{212A}", index + width <= end else { return index }
        index += width
      } else {
        return index
      }
    }
    return index
  }

  /// The brace that closes the variable whose `$` stands at `dollar`, as Compose counts: the byte behind an opening
  /// brace is not looked at.
  private func closingBrace(from dollar: Int, through last: Int) -> Int? {
    var open = 0
    var index = dollar + 1
    while index <= last {
      if template[index] == Ascii.closeBrace {
        open -= 1
        if open == 0 { return index }
      } else if template[index] == Ascii.openBrace {
        open += 1
        index += 1
      }
      index += 1
    }
    return nil
  }
}

/// Finds the last `}` of a line, and remembers it for the other variables of the line.
private struct LastBrace {
  let limit: Int
  private var endOfLine = -1
  private var position: Int?

  init(limit: Int) {
    self.limit = limit
  }

  mutating func find(in text: [UInt8], from start: Int) -> Int? {
    guard start < limit else { return nil }
    if start >= endOfLine {
      let line = text[start..<limit]
      endOfLine = line.firstIndex(of: Ascii.newline) ?? limit
      position = text[start..<endOfLine].lastIndex(of: Ascii.closeBrace)
    }
    return position.flatMap { $0 >= start ? $0 : nil }
  }
}
