/// Writes `value` as a JSON string (RFC 8259).
public func jsonString(_ value: String) -> String {
  doubleQuoted(value) { scalar in
    // JSON has no escape beyond U+FFFF: a pair of UTF-16 surrogates stands for it.
    scalar.utf16.map { "\\u" + hexadecimal(UInt32($0), digits: 4) }.joined()
  }
}
