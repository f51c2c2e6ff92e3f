extension TOMLDocument {
  /// Gives a key a value, adding the key, and the tables on the way to it, where there is none.
  ///
  /// A new key comes behind the others of its table, written as they are: under its header, as a dotted key, or between
  /// braces. A table that is not there gets a header at the document's end.
  public mutating func set(_ path: ConfigPath, to text: String) throws(ConfigError) -> KeyEdit? {
    guard let keys = Self.keys(of: path) else {
      throw ConfigError(.blocked, "\(path.steps.isEmpty ? "the whole document" : "\(path)") is no key of a table")
    }
    switch syntax.find(keys) {
    case .taken(let member, let count): throw blocked(path, by: member, keys: count)
    case .value(let place): return try replace(place, at: path, with: text)
    case .absent(let gap):
      let insertion = insertion(of: keys, at: gap)
      let written = try fit(text, margin: insertion.margin)
      let whole = insertion.leading + written + insertion.trailing
      self = try checked { () throws(ConfigError) in
        try replacing(insertion.offset..<insertion.offset, with: whole)
      }
      return KeyEdit(
        path: path,
        before: nil,
        written: written,
        leading: insertion.leading,
        trailing: insertion.trailing
      )
    }
  }

  /// Gives a key that is there another value.
  private mutating func replace(
    _ place: TOMLSyntax.Place,
    at path: ConfigPath,
    with text: String
  ) throws(ConfigError) -> KeyEdit? {
    let before = self.text(place.span)
    guard !Self.isSameValue(before, text) else { return nil }
    let entry = syntax.groups[place.group].entries[place.entry]
    let written = try fit(text, margin: margin(of: entry.line.lowerBound..<entry.keys[0].span.lowerBound))
    self = try checked { () throws(ConfigError) in try replacing(place.span, with: written) }
    return KeyEdit(path: path, before: before, written: written)
  }

  /// The fault that something is in a key's way.
  private func blocked(_ path: ConfigPath, by member: TOMLMember, keys count: Int) -> ConfigError {
    let name = ConfigPath(Array(path.steps.prefix(count))).description
    let isTarget = count == path.steps.count
    let what =
      switch member.content {
      case .table: "a table"
      case .tables: "an array of tables"
      case .value(let value, _, _):
        if case .array = syntax.values[value].content { "an array" } else { "a single value" }
      }
    return ConfigError(
      .blocked,
      isTarget ? "\(name) is \(what) and cannot be given a value" : "\(name) is \(what), so \(path) has no place",
      remedy: isTarget ? "remove or rename \(name)" : "remove or rename \(name), or make it a table",
      line: TOMLLines.position(of: member.offset, in: bytes).line
    )
  }

  /// An edit that leaves a valid document.
  ///
  /// - Throws: `ConfigError` of kind `unverified` if it does not: a fault of ours.
  private func checked(_ edit: () throws(ConfigError) -> TOMLDocument) throws(ConfigError) -> TOMLDocument {
    do throws(ConfigError) {
      return try edit()
    } catch {
      throw ConfigError(
        .unverified,
        "the edited text would not be valid: \(error.message)",
        remedy: "please report this with the file; nothing was written",
        line: error.line
      )
    }
  }
}
