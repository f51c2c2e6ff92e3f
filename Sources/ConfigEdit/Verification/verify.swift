/// Checks with another parser that an edit did what it should and nothing else.
///
/// - Parameters:
///   - format: the kind of document.
///   - before: the document before.
///   - after: the document after.
///   - owned: the only paths at which the two may differ.
/// - Throws: `ConfigError` of kind `syntax` if the document before cannot be read by the other parser, of kind
///   `unverified` if the edited one must not be written.
public func verify<Document: ConfigDocument>(
  _ format: Document.Type,
  before: [UInt8],
  after: [UInt8],
  owned: [ConfigPath]
) throws(ConfigError) {
  var old = try format.tree(parsing: before)
  var new: ConfigTree
  do throws(ConfigError) {
    new = try format.tree(parsing: after)
  } catch {
    throw ConfigError(
      .unverified,
      "the edited text would not be valid: \(error.message)",
      remedy: "please report this with the file; nothing was written",
      line: error.line
    )
  }
  for path in owned {
    old = old.removing(path)
    new = new.removing(path)
  }
  guard old == new else {
    throw ConfigError(
      .unverified,
      "the edit would change more than its own keys",
      remedy: "please report this with the file; nothing was written"
    )
  }
}

extension ConfigDocument {
  /// Checks with another parser that this document differs from the one that it was made of in its own keys only.
  ///
  /// - Parameters:
  ///   - before: the document before.
  ///   - owned: the only paths at which the two may differ.
  /// - Throws: `ConfigError` as `verify(_:before:after:owned:)` does.
  public func verify(since before: [UInt8], owned: [ConfigPath]) throws(ConfigError) {
    try ConfigEdit.verify(Self.self, before: before, after: bytes, owned: owned)
  }
}
