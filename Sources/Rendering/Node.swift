/// A part of a parsed template.
enum Node: Sendable {
  /// Text to copy.
  case text(String)
  /// `{{name}}`.
  case value(name: String, line: Int)
  /// `{{#name}}…{{/name}}`, or `{{^name}}…{{/name}}` where `isInverted`.
  case section(name: String, isInverted: Bool, body: [Node], line: Int)
}
