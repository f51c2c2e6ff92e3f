/// A value that holds no further keys: a scalar, an array, or an empty table or object.
public struct ConfigLeaf: Sendable, Equatable {
  /// Where it is.
  public let path: ConfigPath
  /// Its text in the document, byte for byte.
  public let text: String
  /// The line it begins on, counted from 1.
  public let line: Int

  /// Gathers the parts.
  public init(path: ConfigPath, text: String, line: Int) {
    self.path = path
    self.text = text
    self.line = line
  }
}
