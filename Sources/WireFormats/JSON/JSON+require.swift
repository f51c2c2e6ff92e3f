extension JSON {
  /// The string that this must be.
  ///
  /// - Parameter path: the field's name, for the error.
  /// - Returns: its text.
  /// - Throws: a 400 that names the field.
  func requireString(_ path: @autoclosure () -> String) throws(ErrorReply) -> String {
    guard let string else { throw .mistyped(path(), "a string") }
    return string
  }

  func requireBool(_ path: @autoclosure () -> String) throws(ErrorReply) -> Bool {
    guard let bool else { throw .mistyped(path(), "true or false") }
    return bool
  }

  func requireInt(_ path: @autoclosure () -> String) throws(ErrorReply) -> Int {
    guard let int else { throw .mistyped(path(), "a whole number") }
    return int
  }

  func requireNumber(_ path: @autoclosure () -> String) throws(ErrorReply) -> JSONNumber {
    guard case .number(let number) = self else { throw .mistyped(path(), "a number") }
    return number
  }

  func requireArray(_ path: @autoclosure () -> String) throws(ErrorReply) -> [JSON] {
    guard let array else { throw .mistyped(path(), "an array") }
    return array
  }

  func requireMembers(_ path: @autoclosure () -> String) throws(ErrorReply) -> [Member] {
    guard let members else { throw .mistyped(path(), "an object") }
    return members
  }

  /// The string under `key`, which must be there.
  func requireString(under key: String, _ path: @autoclosure () -> String) throws(ErrorReply) -> String {
    guard let value = self[key] else { throw .missing("\(path()).\(key)") }
    return try value.requireString("\(path()).\(key)")
  }
}

extension ErrorReply {
  static func mistyped(_ field: String, _ expected: String) -> ErrorReply {
    ErrorReply(.invalidRequest, "\(field) must be \(expected)", parameter: field)
  }

  static func missing(_ field: String) -> ErrorReply {
    ErrorReply(.invalidRequest, "\(field) is missing", parameter: field)
  }

  /// What the other side's format has no word for, and what may not be left out silently.
  static func untranslatable(_ field: String, _ reason: String) -> ErrorReply {
    ErrorReply(
      .invalidRequest,
      "\(field) cannot be passed on to this model: \(reason)",
      parameter: field
    )
  }
}
