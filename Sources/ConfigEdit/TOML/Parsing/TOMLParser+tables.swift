/// Which table a header or a key means, and whether it may.
extension TOMLParser {
  /// Goes to the table of a header, making it and those on the way to it.
  mutating func open(_ header: TOMLHeader, isElement: Bool) throws(ConfigError) {
    var table = 0
    for part in header.keys.dropLast() { table = try descend(from: table, to: part) }
    guard let last = header.keys.last else { return }
    let target = try isElement ? newElement(of: table, last) : ownTable(of: table, last)
    group = syntax.groups.count
    depth = header.keys.count
    syntax.tables[target].group = group
    syntax.groups.append(TOMLGroup(table: target, place: .header(header, isElement: isElement)))
  }

  /// The table on the way of a header.
  private mutating func descend(from table: Int, to part: TOMLKeyPart) throws(ConfigError) -> Int {
    guard let member = syntax.tables[table].members[part.key] else {
      return newTable(.implicit, in: table, part, group: nil)
    }
    switch member.content {
    case .table(let inner), .tables(last: let inner): return inner
    case .value: throw taken(part, by: member)
    }
  }

  /// The table that the header `[…]` is for.
  private mutating func ownTable(of table: Int, _ part: TOMLKeyPart) throws(ConfigError) -> Int {
    guard let member = syntax.tables[table].members[part.key] else {
      return newTable(.header, in: table, part, group: nil)
    }
    guard case .table(let inner) = member.content, syntax.tables[inner].form == .implicit else {
      throw taken(part, by: member)
    }
    syntax.tables[inner].form = .header
    return inner
  }

  /// The table that the header `[[…]]` is for.
  private mutating func newElement(of table: Int, _ part: TOMLKeyPart) throws(ConfigError) -> Int {
    let member = syntax.tables[table].members[part.key]
    if let member {
      guard case .tables = member.content else { throw taken(part, by: member) }
    }
    let element = syntax.tables.count
    syntax.tables.append(TOMLTable(form: .element, group: nil))
    let offset = member?.offset ?? part.span.lowerBound
    syntax.tables[table].members[part.key] = TOMLMember(offset: offset, content: .tables(last: element))
    return element
  }

  /// Makes a table.
  private mutating func newTable(_ form: TOMLTable.Form, in table: Int, _ part: TOMLKeyPart, group: Int?) -> Int {
    let new = syntax.tables.count
    syntax.tables.append(TOMLTable(form: form, group: group))
    syntax.tables[table].members[part.key] = TOMLMember(offset: part.span.lowerBound, content: .table(new))
    return new
  }

  /// Notes an assignment, making the tables that its dotted key names.
  mutating func add(_ entry: TOMLEntry, to group: Int) throws(ConfigError) {
    var table = syntax.groups[group].table
    for part in entry.keys.dropLast() { table = try dottedTable(of: table, part, group: group) }
    guard let last = entry.keys.last else { return }
    if let member = syntax.tables[table].members[last.key] { throw taken(last, by: member) }
    syntax.tables[table].members[last.key] = TOMLMember(
      offset: last.span.lowerBound,
      content: .value(entry.value, group: group, entry: syntax.groups[group].entries.count)
    )
    syntax.groups[group].entries.append(entry)
  }

  /// The table on the way of a dotted key.
  private mutating func dottedTable(of table: Int, _ part: TOMLKeyPart, group: Int) throws(ConfigError) -> Int {
    guard let member = syntax.tables[table].members[part.key] else {
      return newTable(.dotted, in: table, part, group: group)
    }
    guard case .table(let inner) = member.content else { throw taken(part, by: member) }
    switch syntax.tables[inner].form {
    case .dotted: break
    case .implicit:
      // `[a.b.c]` only named `b`; in `[a]`, `b.d = 1` defines it.
      syntax.tables[inner].form = .dotted
      syntax.tables[inner].group = group
    case .root, .header, .inline, .element: throw taken(part, by: member)
    }
    return inner
  }

  /// The fault that a key stands for something else already.
  private func taken(_ part: TOMLKeyPart, by member: TOMLMember) -> ConfigError {
    let line = TOMLLines.position(of: member.offset, in: bytes).line
    let what =
      switch member.content {
      case .table: "is a table"
      case .tables: "is an array of tables"
      case .value(let value, _, _):
        switch syntax.values[value].content {
        case .scalar: "has a value"
        case .array: "is an array"
        case .table: "is an inline table"
        }
      }
    return fault("the key \(part.key.text) \(what) since line \(line)", at: part.span.lowerBound)
  }
}
