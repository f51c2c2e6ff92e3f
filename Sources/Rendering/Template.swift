/// A text with tags in it, for one format.
///
/// There are four kinds of tag, and `{{` is always the start of one:
///
/// - `{{name}}` is replaced by a value, written as a complete scalar of the format with the quotes it needs. It must
///   stand where a scalar can stand; a template that puts it within quotes or other text is refused.
/// - `{{#name}}…{{/name}}` is written once for each element of a list, or once if a flag is set.
/// - `{{^name}}…{{/name}}` is written if the list is empty or the flag is not set.
/// - `{{! … }}` is a note to the reader of the template.
///
/// A line that holds nothing but one tag of the last three kinds leaves no line behind. Every name must be supplied:
/// there is no such thing as an empty default. What is inserted is never looked at again, so a value may well contain
/// `{{`.
public struct Template: Sendable {
  /// What errors call it.
  public let name: String
  /// How values are written.
  public let format: Format
  private let nodes: [Node]

  /// Parses `source`.
  ///
  /// - Parameters:
  ///   - source: the template's text, with `\n` line ends.
  ///   - name: what errors call it.
  ///   - format: how values are written.
  /// - Throws: ``TemplateError`` where a tag is malformed, misplaced or not closed.
  public init(_ source: String, name: String, format: Format) throws(TemplateError) {
    var parser = TemplateParser(source, name: name, format: format)
    self.name = name
    self.format = format
    nodes = try parser.parse()
  }

  /// Writes the template with `values` in the place of its tags.
  ///
  /// - Throws: ``TemplateError`` where a tag names something that is not in `values`, or something of another kind.
  public func render(_ values: Values) throws(TemplateError) -> String {
    var text = ""
    try render(nodes, values, into: &text)
    return text
  }

  private func render(_ nodes: [Node], _ values: Values, into text: inout String) throws(TemplateError) {
    for node in nodes {
      switch node {
      case .text(let copied):
        text += copied
      case .value(let name, let line):
        text += try scalar(name, values, line: line)
      case .section(let name, let isInverted, let body, let line):
        let rounds = try rounds(name, values, line: line)
        if isInverted {
          if rounds.isEmpty { try render(body, values, into: &text) }
        } else {
          for round in rounds { try render(body, values.merging(round), into: &text) }
        }
      }
    }
  }

  private func scalar(_ name: String, _ values: Values, line: Int) throws(TemplateError) -> String {
    switch values[name] {
    case .text(let value):
      guard let scalar = format.scalar(value) else {
        throw TemplateError.noValuesHere(name, template: self.name, line: line)
      }
      return scalar
    case .number(let number):
      return String(number)
    case .flag, .list:
      throw TemplateError.notAValue(name, template: self.name, line: line)
    case nil:
      throw TemplateError.unknownName(name, template: self.name, line: line)
    }
  }

  private func rounds(_ name: String, _ values: Values, line: Int) throws(TemplateError) -> [Values] {
    switch values[name] {
    case .flag(let isSet): return isSet ? [[:]] : []
    case .list(let elements): return elements
    case .text, .number: throw TemplateError.notASection(name, template: self.name, line: line)
    case nil: throw TemplateError.unknownName(name, template: self.name, line: line)
    }
  }
}
