/// What is wrong with a template or with the values given to it, and where.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  private enum Fault: Sendable, Equatable {
    case unknownName(String)
    case notAValue(String)
    case notASection(String)
    case noValuesHere(String)
    case doesNotStandAlone(String)
    case badTag(String)
    case unclosedTag
    case unclosedSection(String)
    case strayEnd(String)
  }

  private let fault: Fault
  /// The template's name.
  public let template: String
  /// The line of the tag, counted from 1.
  public let line: Int

  /// `name:line: message`.
  public var description: String { "\(template):\(line): \(message)" }

  private var message: String {
    switch fault {
    case .unknownName(let name): "nothing is named \"\(name)\" here"
    case .notAValue(let name): "\"\(name)\" is a section, not a value"
    case .notASection(let name): "\"\(name)\" is a value, not a section"
    case .noValuesHere(let name): "\"\(name)\" cannot be written: this format has no quoting rules"
    case .doesNotStandAlone(let name): "{{\(name)}} must be a whole value: it brings its own quotes"
    case .badTag(let tag): "\"{{\(tag)}}\" is no tag"
    case .unclosedTag: "\"{{\" without \"}}\""
    case .unclosedSection(let name): "section \"\(name)\" is never closed"
    case .strayEnd(let name): "\"{{/\(name)}}\" closes nothing"
    }
  }

  private init(_ fault: Fault, _ template: String, _ line: Int) {
    self.fault = fault
    self.template = template
    self.line = line
  }

  /// A tag asks for a name that nobody supplied.
  public static func unknownName(_ name: String, template: String, line: Int) -> TemplateError {
    TemplateError(.unknownName(name), template, line)
  }

  /// A value tag names a flag or a list.
  public static func notAValue(_ name: String, template: String, line: Int) -> TemplateError {
    TemplateError(.notAValue(name), template, line)
  }

  /// A section tag names a text or a number.
  public static func notASection(_ name: String, template: String, line: Int) -> TemplateError {
    TemplateError(.notASection(name), template, line)
  }

  /// A value tag in a format that has no way to write a value.
  public static func noValuesHere(_ name: String, template: String, line: Int) -> TemplateError {
    TemplateError(.noValuesHere(name), template, line)
  }

  /// A value tag within quotes or within other text.
  public static func doesNotStandAlone(_ name: String, template: String, line: Int) -> TemplateError {
    TemplateError(.doesNotStandAlone(name), template, line)
  }

  /// A tag that is none.
  public static func badTag(_ tag: String, template: String, line: Int) -> TemplateError {
    TemplateError(.badTag(tag), template, line)
  }

  /// `{{` without its `}}` on the same line.
  public static func unclosedTag(template: String, line: Int) -> TemplateError {
    TemplateError(.unclosedTag, template, line)
  }

  /// A section without its end.
  public static func unclosedSection(_ name: String, template: String, line: Int) -> TemplateError {
    TemplateError(.unclosedSection(name), template, line)
  }

  /// An end without its section.
  public static func strayEnd(_ name: String, template: String, line: Int) -> TemplateError {
    TemplateError(.strayEnd(name), template, line)
  }
}
