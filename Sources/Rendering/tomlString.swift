/// Writes `value` as a basic string of TOML 1.0.
///
/// - Parameter value: any text.
/// - Returns: the string with its quotes.
public func tomlString(_ value: String) -> String {
  doubleQuoted(value) { "\\U" + hexadecimal($0.value, digits: 8) }
}
