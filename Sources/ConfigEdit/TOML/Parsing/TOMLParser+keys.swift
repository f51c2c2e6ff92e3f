/// Keys: bare, quoted and dotted.
extension TOMLParser {
  /// Reads the parts of a key and the blanks behind it.
  mutating func key() throws(ConfigError) -> [TOMLKeyPart] {
    var parts = [try keyPart()]
    while next == UInt8(ascii: ".") {
      at += 1
      skipBlanks()
      guard parts.count < Self.deepest else { throw tooDeep() }
      parts.append(try keyPart())
    }
    return parts
  }

  /// Reads one part of a key and the blanks behind it.
  private mutating func keyPart() throws(ConfigError) -> TOMLKeyPart {
    let start = at
    let key: TOMLKey
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard let quote = next, !isTripled(quote) else { throw fault("a key cannot be a multi-line string") }
      key = TOMLKey(bytes: try string(quotedBy: quote))
    default:
      while let byte = next, TOMLKey.isBare(byte) { at += 1 }
      guard at > start else { throw noKey() }
      key = TOMLKey(bytes: Array(bytes[start..<at]))
    }
    let part = TOMLKeyPart(key: key, span: start..<at)
    skipBlanks()
    return part
  }

  /// The fault that what is here is no key.
  private func noKey() -> ConfigError {
    switch next {
    case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "."):
      fault("a key is missing here")
    case 0:
      // A write that was cut off leaves such bytes, which no quotes make right.
      fault("the file is damaged: there are zeros in it", remedy: "put a copy of yours in its place")
    default:
      fault("this cannot stand in a key", remedy: "put the key in double quotes")
    }
  }

  /// The fault that a key or an array is nested too deeply.
  func tooDeep() -> ConfigError {
    fault("tables and arrays are nested more than \(Self.deepest) levels deep")
  }
}
