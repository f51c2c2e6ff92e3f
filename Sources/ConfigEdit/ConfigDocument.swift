/// A configuration file that can be edited key by key, every other byte staying as it is.
///
/// Values go in and out as the text that stands for them in the document's own format, so that what is put back is what
/// was there, down to its quotes.
public protocol ConfigDocument: Sendable {
  /// Reads a document. No bytes at all, or nothing but white space, is an empty document.
  ///
  /// - Throws: `ConfigError` of kind `syntax`, with line and column, for whatever the format's specification refuses.
  init(parsing bytes: [UInt8]) throws(ConfigError)

  /// The document, byte for byte.
  var bytes: [UInt8] { get }

  /// Every leaf, in the document's order.
  var leaves: [ConfigLeaf] { get }

  /// The text of the value at `path`, and the line it begins on.
  ///
  /// - Returns: `nil` if there is no such key, or if it is a table made of headers and dotted keys, which has no text of
  ///   its own.
  func leaf(at path: ConfigPath) -> ConfigLeaf?

  /// Whether two texts stand for the same value, however they are written.
  static func isSameValue(_ left: String, _ right: String) -> Bool

  /// Gives a key a value, adding the key, and the tables on the way to it, where there is none.
  ///
  /// A new line ends as the document's other lines do.
  ///
  /// - Parameters:
  ///   - path: the key.
  ///   - text: the value's text. If it has several lines, they are indented as though it stood at the margin, two
  ///     spaces a level, and end with `\n`; they are fitted to the document.
  /// - Returns: what was done; `nil` if the key has the same value already, and then nothing changes, also not its style.
  /// - Throws: `ConfigError` of kind `blocked` if something else is in the way. Nothing has changed then.
  mutating func set(_ path: ConfigPath, to text: String) throws(ConfigError) -> KeyEdit?

  /// Takes back one edit, whatever else has changed in the document since.
  ///
  /// A key that was there before gets its text back. A key that was added goes, with what was put in along with it as
  /// far as nobody else uses that now: a table's header stays if the table has keys. Taking back several edits in the
  /// reverse order of making them gives the identical document.
  ///
  /// - Returns: whether it was taken back; not if the key is gone, or has another value than the one written.
  /// - Throws: `ConfigError` if the document cannot be edited there. Nothing has changed then.
  mutating func revert(_ edit: KeyEdit) throws(ConfigError) -> Bool

  /// Reads a document with another parser than the one that edits it, as a tree of values to compare.
  ///
  /// - Throws: `ConfigError` of kind `syntax`.
  static func tree(parsing bytes: [UInt8]) throws(ConfigError) -> ConfigTree
}
