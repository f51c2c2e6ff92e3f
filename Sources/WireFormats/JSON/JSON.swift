/// Any JSON value. An object keeps the order of its members and a number its digits, so that what passes through
/// unread leaves as it came.
enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A key and its value.
  struct Member: Sendable, Equatable {
    let key: String
    let value: JSON

    init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }
}

extension JSON {
  /// The value under `key`, or `nil` if there is none or this is no object. Of a key that stands there twice it is the
  /// last that counts, as in the parsers of most clients.
  subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The value of a number that is whole and fits.
  var int: Int? {
    if case .number(let number) = self { return number.int }
    return nil
  }

  /// The value of a number that can be a count of tokens or a place in a list: not negative, and small enough that sums
  /// of several fit.
  var count: Int? {
    int.flatMap { (0..<1 << 48).contains($0) ? $0 : nil }
  }

  var array: [JSON]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  var members: [Member]? {
    if case .object(let members) = self { return members }
    return nil
  }

  /// The value written without white space.
  var text: String {
    var writer = JSONWriter()
    writer.value(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
