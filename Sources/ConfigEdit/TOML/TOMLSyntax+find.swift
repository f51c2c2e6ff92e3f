extension TOMLSyntax {
  /// A value, and the assignment that gives it.
  struct Place {
    /// The value's bytes.
    var span: Range<Int>
    /// The group of the assignment.
    var group: Int
    /// Which of the group's entries it is.
    var entry: Int
  }

  /// What there is at a path.
  enum Found {
    /// A value.
    case value(Place)
    /// Nothing, but the first keys lead to a table.
    case absent(Gap)
    /// Something that is no value, or that can hold no further keys: the member, and how many keys lead to it.
    case taken(TOMLMember, keys: Int)
  }

  /// Where a path ends in nothing.
  struct Gap {
    /// The last table on the path.
    var table: Int
    /// How many keys lead to it.
    var known: Int
    /// How many keys lead to the table of the group in which its keys are.
    var base: Int
  }

  /// Looks for a path.
  func find(_ keys: [TOMLKey]) -> Found {
    var gap = Gap(table: 0, known: 0, base: 0)
    for (index, key) in keys.enumerated() {
      gap.known = index
      guard let member = tables[gap.table].members[key] else { return .absent(gap) }
      let isLast = index == keys.count - 1
      switch member.content {
      case .value(let value, let group, let entry):
        if isLast { return .value(Place(span: values[value].span, group: group, entry: entry)) }
        guard case .table(let inner) = values[value].content else { return .taken(member, keys: index + 1) }
        gap.table = inner
        gap.base = index + 1
      case .table(let inner):
        if isLast { return .taken(member, keys: index + 1) }
        gap.table = inner
        if tables[inner].form == .header { gap.base = index + 1 }
      case .tables:
        return .taken(member, keys: index + 1)
      }
    }
    return .absent(gap)
  }

  /// Whether a header's key leads to or through an array of tables.
  func passesArray(_ keys: [TOMLKeyPart]) -> Bool {
    var table = 0
    for part in keys {
      guard case .table(let inner)? = tables[table].members[part.key]?.content else { return true }
      table = inner
    }
    return false
  }
}
