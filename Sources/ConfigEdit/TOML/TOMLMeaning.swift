/// What a value stands for, whatever it looks like.
indirect enum TOMLMeaning: Sendable, Equatable {
  /// A value that holds no others.
  case scalar(TOMLScalar)
  /// Values in order.
  case array([TOMLMeaning])
  /// Keys and values.
  case table([TOMLKey: TOMLMeaning])

  /// Reads one value.
  init(parsing bytes: [UInt8]) throws(ConfigError) {
    var parser = TOMLParser(bytes)
    let syntax = try parser.onlyValue()
    self = Self.value(syntax.values.count - 1, in: syntax)
  }

  private static func value(_ value: Int, in syntax: TOMLSyntax) -> TOMLMeaning {
    switch syntax.values[value].content {
    case .scalar(let scalar): .scalar(scalar)
    case .array(let elements): .array(elements.map { Self.value($0, in: syntax) })
    case .table(let table): Self.table(table, in: syntax)
    }
  }

  private static func table(_ table: Int, in syntax: TOMLSyntax) -> TOMLMeaning {
    .table(
      syntax.tables[table].members.mapValues { member in
        switch member.content {
        case .value(let value, _, _): Self.value(value, in: syntax)
        case .table(let inner), .tables(last: let inner): Self.table(inner, in: syntax)
        }
      }
    )
  }
}
