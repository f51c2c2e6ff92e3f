extension DotEnvDocument {
  /// The ways in which python-dotenv and node's dotenv read an assignment of this file differently from Compose.
  ///
  /// - Parameter assignment: one of ``assignments``.
  /// - Returns: each kind once; nothing if all three read the same.
  public func divergences(of assignment: Assignment) -> [Divergence] {
    if assignment.isNamelessEnd { return [Divergence(kind: .namelessWord, readers: [.python, .node])] }
    var found = keyDivergences(assignment)
    if bytes[assignment.keySpan.upperBound..<assignment.valueSpan.upperBound].contains(Ascii.carriageReturn) {
      found.append(Divergence(kind: .carriageReturn, readers: [.python, .node]))
    }
    switch assignment.quoting {
    case .none: found += unquotedDivergences(assignment)
    case .single: found += singleQuotedDivergences(assignment)
    case .double: found += doubleQuotedDivergences(assignment)
    }
    if assignment.quoting != .none, hasTextBehind(assignment) {
      found.append(Divergence(kind: .textBehindQuote, readers: [.python, .node]))
    }
    return found
  }

  private func keyDivergences(_ assignment: Assignment) -> [Divergence] {
    var found: [Divergence] = []
    let isPlain = bytes[assignment.keySpan].allSatisfy { byte in
      isAsciiNameByte(byte) || byte == UInt8(ascii: ".") || byte == Ascii.minus
    }
    if !isPlain || assignment.key.isEmpty { found.append(Divergence(kind: .keyCharacters, readers: [.node])) }
    if assignment.usesColon {
      let separatorEnd = assignment.keySpan.upperBound + 1
      let hasSpace = separatorEnd < bytes.count && inlineSpaceWidth(bytes, at: separatorEnd) != nil
      found.append(Divergence(kind: .colon, readers: hasSpace ? [.python] : [.python, .node]))
    }
    return found
  }

  private func unquotedDivergences(_ assignment: Assignment) -> [Divergence] {
    let span = assignment.valueSpan
    let value = bytes[span]
    var found: [Divergence] = []
    if looksLikeComment(assignment) {
      found.append(Divergence(kind: .remarkAsValue, readers: [.python, .node]))
    } else if value.contains(Ascii.hash) {
      found.append(Divergence(kind: .hash, readers: hasHashBehindSpace(span) ? [.python, .node] : [.node]))
    }
    if value.count > 1, value.first == Ascii.backtick, value.last == Ascii.backtick {
      found.append(Divergence(kind: .backticks, readers: [.node]))
    }
    if let readers = readersOfVariables(Array(value), hasEscapes: false) {
      found.append(Divergence(kind: .variable, readers: readers))
    }
    return found
  }

  private func singleQuotedDivergences(_ assignment: Assignment) -> [Divergence] {
    let content = Array(bytes[assignment.valueSpan].dropFirst().dropLast())
    var found: [Divergence] = []
    let escaped = escapedBytes(content)
    if escaped.contains(Ascii.singleQuote) {
      found.append(Divergence(kind: .escapedSingleQuote, readers: [.node]))
    }
    if escaped.contains(Ascii.backslash) { found.append(Divergence(kind: .doubledBackslash, readers: [.python])) }
    if zip(content, content.dropFirst()).contains(where: { $0 == Ascii.dollar && $1 == Ascii.openBrace }) {
      found.append(Divergence(kind: .variableInSingleQuotes, readers: [.python]))
    }
    return found
  }

  private func doubleQuotedDivergences(_ assignment: Assignment) -> [Divergence] {
    let content = Array(bytes[assignment.valueSpan].dropFirst().dropLast())
    var found: [Divergence] = []
    let escaped = escapedBytes(content)
    if escaped.contains(Ascii.dollar) {
      found.append(Divergence(kind: .escapedDollar, readers: [.python, .node]))
    }
    if let readers = readersOfEscapes(escaped) { found.append(Divergence(kind: .escape, readers: readers)) }
    if let readers = readersOfVariables(content, hasEscapes: true) {
      found.append(Divergence(kind: .variable, readers: readers))
    }
    return found
  }

  /// The bytes that stand behind a backslash, each once.
  private func escapedBytes(_ content: [UInt8]) -> Set<UInt8> {
    var result: Set<UInt8> = []
    var index = 0
    while index + 1 < content.count {
      if content[index] == Ascii.backslash {
        result.insert(content[index + 1])
        index += 1
      }
      index += 1
    }
    return result
  }

  /// Who reads escapes in double quotes differently; the dollar sign's is a matter of its own.
  ///
  /// All know `\n` and `\r`, node's dotenv nothing more; python-dotenv knows `\'` and lacks octal numbers.
  private func readersOfEscapes(_ escaped: Set<UInt8>) -> [Divergence.Reader]? {
    var readers: [Divergence.Reader] = []
    if escaped.contains(UInt8(ascii: "0")) || escaped.contains(Ascii.singleQuote) { readers.append(.python) }
    let shared = "abftv\\\"".utf8
    if escaped.contains(UInt8(ascii: "0")) || shared.contains(where: escaped.contains) { readers.append(.node) }
    return readers.isEmpty ? nil : readers
  }

  /// Who reads the variables in a text differently: node's dotenv knows none, python-dotenv `${NAME}` alone.
  private func readersOfVariables(_ content: [UInt8], hasEscapes: Bool) -> [Divergence.Reader]? {
    var found = false
    var index = 0
    while index + 1 < content.count {
      guard content[index] == Ascii.dollar else {
        index += hasEscapes && content[index] == Ascii.backslash ? 2 : 1
        continue
      }
      let next = content[index + 1]
      if next == Ascii.openBrace, let close = endOfPlainVariable(content, from: index + 2) {
        found = true
        index = close + 1
      } else if next == Ascii.dollar || next == Ascii.openBrace || isAsciiNameByte(next) && !isDigit(next) {
        return [.python, .node]
      } else {
        index += 1
      }
    }
    return found ? [.node] : nil
  }

  private func endOfPlainVariable(_ content: [UInt8], from start: Int) -> Int? {
    let end = content[start...].firstIndex { !isAsciiNameByte($0) } ?? content.count
    return end < content.count && content[end] == Ascii.closeBrace ? end : nil
  }

  private func hasHashBehindSpace(_ span: Range<Int>) -> Bool {
    span.dropFirst().contains { index in
      bytes[index] == Ascii.hash && whiteSpaceWidth(bytes, before: index, from: span.lowerBound) != nil
    }
  }

  private func hasTextBehind(_ assignment: Assignment) -> Bool {
    var index = assignment.valueSpan.upperBound
    while index < bytes.count, let width = inlineSpaceWidth(bytes, at: index) { index += width }
    return index < bytes.count && bytes[index] != Ascii.newline && bytes[index] != Ascii.hash
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
