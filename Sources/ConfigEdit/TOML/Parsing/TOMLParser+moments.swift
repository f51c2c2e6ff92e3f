/// Dates and times.
extension TOMLParser {
  /// Reads a date, a time, or both, with or without an offset.
  ///
  /// - Returns: the notation `2026-11-22T20:00:00.5+01:00`, as much of it as there is.
  mutating func moment(from start: Int) throws(ConfigError) -> TOMLScalar {
    at = start
    var text = ""
    if peek(2) == UInt8(ascii: ":") {
      text = try time(from: start)
    } else {
      text = try date(from: start)
      let isTimeNext = peek(1).flatMap { Self.digit($0, radix: 10) } != nil
      if next == UInt8(ascii: "T") || next == UInt8(ascii: "t") || (next == UInt8(ascii: " ") && isTimeNext) {
        at += 1
        text += "T" + (try time(from: start)) + (try offset(from: start))
      }
    }
    if let byte = next, TOMLKey.isBare(byte) || "+.:".utf8.contains(byte) { throw noMoment(from: start) }
    return .moment(text)
  }

  /// Reads `2026-11-22`.
  private mutating func date(from start: Int) throws(ConfigError) -> String {
    let begin = at
    let year = try number(digits: 4, from: start)
    try expect("-", from: start)
    let month = try number(digits: 2, from: start)
    try expect("-", from: start)
    let day = try number(digits: 2, from: start)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...days[month - 1]).contains(day) else {
      throw fault("there is no such date", at: start)
    }
    return String(decoding: bytes[begin..<at], as: UTF8.self)
  }

  /// Reads `20:00:00`, and a fraction of the second; or `20:00`, which means the same.
  private mutating func time(from start: Int) throws(ConfigError) -> String {
    let begin = at
    let hour = try number(digits: 2, from: start)
    try expect(":", from: start)
    let minute = try number(digits: 2, from: start)
    let hasSeconds = next == UInt8(ascii: ":")
    if hasSeconds { at += 1 }
    let second = hasSeconds ? try number(digits: 2, from: start) : 0
    // The specification's grammar, that of RFC 3339, knows leap seconds.
    guard hour <= 23, minute <= 59, second <= 60 else { throw fault("there is no such time", at: start) }
    guard hasSeconds else {
      syntax.newerForms.append(TOMLNewerForm(span: at..<at, older: ":00"))
      return String(decoding: bytes[begin..<at], as: UTF8.self) + ":00"
    }
    var end = at
    if next == UInt8(ascii: ".") {
      at += 1
      let fraction = at
      while let byte = next, let digit = Self.digit(byte, radix: 10) {
        at += 1
        if digit != 0 { end = at }
      }
      guard at > fraction else { throw noMoment(from: start) }
    }
    return String(decoding: bytes[begin..<end], as: UTF8.self)
  }

  /// Reads `Z` or `+01:00`, if it is here.
  private mutating func offset(from start: Int) throws(ConfigError) -> String {
    switch next {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      at += 1
      return "Z"
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let begin = at
      at += 1
      let hours = try number(digits: 2, from: start)
      try expect(":", from: start)
      let minutes = try number(digits: 2, from: start)
      guard hours <= 23, minutes <= 59 else { throw fault("there is no such offset from UTC", at: start) }
      return hours == 0 && minutes == 0 ? "Z" : String(decoding: bytes[begin..<at], as: UTF8.self)
    default:
      return ""
    }
  }

  /// Reads a number of this many digits.
  private mutating func number(digits: Int, from start: Int) throws(ConfigError) -> Int {
    var number = 0
    for _ in 0..<digits {
      guard let byte = next, let digit = Self.digit(byte, radix: 10) else { throw noMoment(from: start) }
      number = number * 10 + Int(digit)
      at += 1
    }
    return number
  }

  /// Reads this character.
  private mutating func expect(_ character: Unicode.Scalar, from start: Int) throws(ConfigError) {
    guard next == UInt8(ascii: character) else { throw noMoment(from: start) }
    at += 1
  }

  /// The fault that this is neither date nor time.
  private func noMoment(from start: Int) -> ConfigError {
    fault("this is no date or time as TOML writes them", at: start, remedy: "write it like 2026-11-22T20:00:00Z")
  }
}
