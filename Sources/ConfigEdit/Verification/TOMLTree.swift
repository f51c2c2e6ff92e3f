import TOMLKit

extension TOMLDocument {
  /// Reads a document with TOMLKit, as a tree of values to compare.
  ///
  /// TOMLKit hands strings over as C does, up to a NUL, and would exhaust the stack on what is nested deeply enough. Our
  /// parser therefore reads the document first: it refuses a NUL, unless it is written as an escape, and deep nesting.
  /// TOMLKit never frees what it read; that is a few times the document's size.
  public static func tree(parsing bytes: [UInt8]) throws(ConfigError) -> ConfigTree {
    let document = try TOMLDocument(parsing: bytes)
    do {
      // It knows TOML 1.0 alone.
      return ConfigTree(try TOMLKit.TOMLTable(string: String(decoding: document.older, as: UTF8.self)))
    } catch {
      let place = (error as? TOMLParseError)?.source.begin
      let message = (error as? TOMLParseError)?.description ?? "it cannot be read"
      throw ConfigError(.syntax, "TOMLKit says: \(message)", line: place?.line, column: place?.column)
    }
  }
}

extension ConfigTree {
  /// What a table holds.
  fileprivate init(_ table: TOMLKit.TOMLTable) {
    var members: [String: ConfigTree] = [:]
    // By position: asking for a key by name finds nothing if the name contains a NUL.
    for (key, value) in zip(table.keys, table.values) { members[key] = ConfigTree(value) }
    self = .table(members)
  }

  /// What a value stands for.
  private init(_ value: TOMLKit.TOMLValue) {
    if let table = value.table {
      self.init(table)
    } else if let array = value.array {
      self = .array((0..<array.count).map { ConfigTree(array[$0].tomlValue) })
    } else if let string = value.string {
      self = .scalar(type: "string", value: string)
    } else if let integer = value.int {
      self = .scalar(type: "integer", value: "\(integer)")
    } else if let float = value.double {
      self = .scalar(type: "float", value: "\(float)")
    } else if let boolean = value.bool {
      self = .scalar(type: "boolean", value: "\(boolean)")
    } else if let date = value.date {
      self = .scalar(type: "date", value: Self.text(date))
    } else if let time = value.time {
      self = .scalar(type: "time", value: Self.text(time))
    } else {
      self = .scalar(type: "date and time", value: value.dateTime.map(Self.text) ?? "")
    }
  }

  private static func text(_ date: TOMLDate) -> String {
    "\(date.year)-\(date.month)-\(date.day)"
  }

  private static func text(_ time: TOMLTime) -> String {
    "\(time.hour):\(time.minute):\(time.second).\(time.nanoSecond)"
  }

  /// An offset is in minutes; without one the time is that of no place.
  private static func text(_ moment: TOMLDateTime) -> String {
    "\(text(moment.date)) \(text(moment.time)) \(moment.offset.map { "\($0.offset)" } ?? "local")"
  }
}
