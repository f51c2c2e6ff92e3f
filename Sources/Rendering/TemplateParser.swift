/// Reads a template's text into nodes, in one pass over its bytes.
struct TemplateParser {
  private struct OpenSection {
    var name: String
    var isInverted: Bool
    var line: Int
    var outside: [Node]
  }

  private let name: String
  private let format: Format
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var nodes: [Node] = []
  private var open: [OpenSection] = []

  init(_ source: String, name: String, format: Format) {
    self.name = name
    self.format = format
    bytes = Array(source.utf8)
  }

  /// Reads the whole template.
  mutating func parse() throws(TemplateError) -> [Node] {
    var textStart = 0
    while position < bytes.count {
      guard isOpening(position) else {
        if bytes[position] == newline { line += 1 }
        position += 1
        continue
      }
      let tag = try readTag()
      if tag.kind == .value {
        try requireStandingAlone(tag)
        appendText(textStart..<tag.bounds.lowerBound)
        position = tag.bounds.upperBound
      } else if let wholeLine = lineHoldingOnly(tag) {
        appendText(textStart..<wholeLine.lowerBound)
        position = wholeLine.upperBound
      } else {
        appendText(textStart..<tag.bounds.lowerBound)
        position = tag.bounds.upperBound
      }
      try take(tag)
      if position > tag.bounds.upperBound, bytes[position - 1] == newline { line += 1 }
      textStart = position
    }
    appendText(textStart..<bytes.count)
    if let section = open.last {
      throw TemplateError.unclosedSection(section.name, template: name, line: section.line)
    }
    return nodes
  }

  private mutating func take(_ tag: Tag) throws(TemplateError) {
    switch tag.kind {
    case .note:
      break
    case .value:
      nodes.append(.value(name: tag.name, line: line))
    case .section, .invertedSection:
      let isInverted = tag.kind == .invertedSection
      open.append(OpenSection(name: tag.name, isInverted: isInverted, line: line, outside: nodes))
      nodes = []
    case .end:
      guard let section = open.popLast(), section.name == tag.name else {
        throw TemplateError.strayEnd(tag.name, template: name, line: line)
      }
      let body = nodes
      nodes = section.outside
      nodes.append(.section(name: section.name, isInverted: section.isInverted, body: body, line: section.line))
    }
  }

  private mutating func appendText(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    nodes.append(.text(String(decoding: bytes[range], as: UTF8.self)))
  }
}

// MARK: - Tags

extension TemplateParser {
  private struct Tag {
    enum Kind { case value, section, invertedSection, end, note }

    var kind: Kind
    var name: String
    var bounds: Range<Int>
  }

  private func isOpening(_ index: Int) -> Bool {
    index + 1 < bytes.count && bytes[index] == UInt8(ascii: "{") && bytes[index + 1] == UInt8(ascii: "{")
  }

  private func readTag() throws(TemplateError) -> Tag {
    let start = position + 2
    var end = start
    while end + 1 < bytes.count, !(bytes[end] == UInt8(ascii: "}") && bytes[end + 1] == UInt8(ascii: "}")) {
      guard bytes[end] != newline else { throw TemplateError.unclosedTag(template: name, line: line) }
      end += 1
    }
    guard end + 1 < bytes.count else { throw TemplateError.unclosedTag(template: name, line: line) }
    let bounds = position..<end + 2
    let content = String(decoding: bytes[start..<end], as: UTF8.self)
    let kind: Tag.Kind =
      switch content.first {
      case "!": .note
      case "#": .section
      case "^": .invertedSection
      case "/": .end
      default: .value
      }
    guard kind != .note else { return Tag(kind: .note, name: "", bounds: bounds) }
    let tagName = kind == .value ? Substring(content) : content.dropFirst()
    guard !tagName.isEmpty, tagName.utf8.allSatisfy(isNameByte) else {
      throw TemplateError.badTag(content, template: name, line: line)
    }
    return Tag(kind: kind, name: String(tagName), bounds: bounds)
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

// MARK: - What stands around a tag

extension TemplateParser {
  /// The line of `tag` with its line end, if nothing but blanks stands around the tag.
  private func lineHoldingOnly(_ tag: Tag) -> Range<Int>? {
    guard before(tag) == nil, after(tag) == nil else { return nil }
    let start = bytes[..<tag.bounds.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = bytes[tag.bounds.upperBound...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
    return start..<end
  }

  /// Refuses a value tag that is not in the place of a whole scalar.
  private func requireStandingAlone(_ tag: Tag) throws(TemplateError) {
    let (leading, trailing): (String, String) =
      switch format {
      case .yaml, .compose: (":-[{,", ":,]}#")
      case .toml: ("=[{,", "=,]}#")
      case .json: (":[{,", ":,]}")
      case .dotenv: ("=", "")
      case .text: ("", "")
      }
    if format == .text {
      throw TemplateError.noValuesHere(tag.name, template: name, line: line)
    }
    let isAlone =
      before(tag).map { leading.utf8.contains($0) } ?? true && after(tag).map { trailing.utf8.contains($0) } ?? true
    guard isAlone else { throw TemplateError.doesNotStandAlone(tag.name, template: name, line: line) }
  }

  /// The last byte that is not blank before `tag` on its line.
  private func before(_ tag: Tag) -> UInt8? {
    let last = bytes[..<tag.bounds.lowerBound].last { !isBlank($0) }
    return last == newline ? nil : last
  }

  /// The first byte that is not blank after `tag` on its line.
  private func after(_ tag: Tag) -> UInt8? {
    let first = bytes[tag.bounds.upperBound...].first { !isBlank($0) }
    return first == newline ? nil : first
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

private let newline = UInt8(ascii: "\n")
