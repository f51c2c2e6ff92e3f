/// A TOML 1.1 document that can be edited key by key, such as Codex's `config.toml`.
///
/// What stands under `[[…]]`, and what is in arrays, is read and checked, but has no path here: it is not among the
/// leaves and cannot be edited. A table that is made of headers or dotted keys is no leaf either, even if it is empty;
/// an empty inline table is.
public struct TOMLDocument: ConfigDocument {
  /// The document, byte for byte.
  public private(set) var bytes: [UInt8]
  /// Where everything is in it.
  private(set) var syntax: TOMLSyntax

  /// Reads a document.
  ///
  /// - Throws: `ConfigError` of kind `syntax` for whatever TOML 1.1 refuses, and for tables and arrays that are nested
  ///   more than 64 levels deep.
  public init(parsing bytes: [UInt8]) throws(ConfigError) {
    var parser = TOMLParser(bytes)
    syntax = try parser.document()
    self.bytes = bytes
  }

  /// Every leaf, in the document's order.
  public var leaves: [ConfigLeaf] {
    var collector = TOMLLeaves(bytes: bytes, syntax: syntax)
    return collector.collect()
  }

  /// The text of the value at `path`, an inline table's too, and the line it begins on.
  public func leaf(at path: ConfigPath) -> ConfigLeaf? {
    guard let keys = Self.keys(of: path), case .value(let place) = syntax.find(keys) else { return nil }
    return ConfigLeaf(
      path: path,
      text: text(place.span),
      line: TOMLLines.position(of: place.span.lowerBound, in: bytes).line
    )
  }

  /// Whether two texts stand for the same value: quotes, underscores, the base of a number and the order of an inline
  /// table's keys do not matter.
  public static func isSameValue(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left != right else { return true }
    guard let left = try? TOMLMeaning(parsing: left), let right = try? TOMLMeaning(parsing: right) else { return false }
    return left == right
  }

  /// What a text stands for, if it is a string in any of the four notations.
  public static func string(_ text: String) -> String? {
    guard let meaning = try? TOMLMeaning(parsing: Array(text.utf8)), case .scalar(.string(let bytes)) = meaning else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same document for a reader that knows TOML 1.0 alone.
  var older: [UInt8] {
    guard !syntax.newerForms.isEmpty else { return bytes }
    var text: [UInt8] = []
    var position = 0
    for form in syntax.newerForms.sorted(by: { $0.span.lowerBound < $1.span.lowerBound }) {
      text += bytes[position..<form.span.lowerBound]
      text += form.older.utf8
      position = form.span.upperBound
    }
    return text + bytes[position...]
  }

  /// The text between two places.
  func text(_ span: Range<Int>) -> String {
    String(decoding: bytes[span], as: UTF8.self)
  }

  /// The names on a path; `nil` if it goes through an array, or nowhere.
  static func keys(of path: ConfigPath) -> [TOMLKey]? {
    var keys: [TOMLKey] = []
    for step in path.steps {
      guard case .key(let name) = step else { return nil }
      keys.append(TOMLKey(name))
    }
    return keys.isEmpty ? nil : keys
  }

  /// The document with some bytes replaced.
  ///
  /// - Throws: `ConfigError` of kind `syntax` if that is no valid document.
  func replacing(_ span: Range<Int>, with text: String) throws(ConfigError) -> TOMLDocument {
    var changed = bytes
    changed.replaceSubrange(span, with: text.utf8)
    return try TOMLDocument(parsing: changed)
  }
}
