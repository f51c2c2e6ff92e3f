extension TOMLDocument {
  /// A value's text as it must be at its place in this document.
  ///
  /// - Parameters:
  ///   - text: the text as at the margin, with `\n` at its lines' ends.
  ///   - margin: what the line of the key is indented by; the value's further lines too, but for those in strings.
  /// - Returns: the text to put in.
  /// - Throws: `ConfigError` of kind `unverified` if the text is no value: a fault of ours.
  func fit(_ text: String, margin: String) throws(ConfigError) -> String {
    let source = Array(text.utf8)
    var parser = TOMLParser(source)
    let values: [TOMLValue]
    do throws(ConfigError) {
      values = try parser.onlyValue().values
    } catch {
      throw ConfigError(.unverified, "the text to write is no TOML value: \(error.message)")
    }
    guard source.contains(UInt8(ascii: "\n")) else { return text }
    let end = Array(TOMLLines.end(in: bytes).utf8)
    var fitted: [UInt8] = []
    var strings = values.lazy.filter(\.isString).map(\.span).makeIterator()
    var string = strings.next()
    for (offset, byte) in source.enumerated() {
      if let last = string?.upperBound, offset >= last { string = strings.next() }
      guard byte == UInt8(ascii: "\n") else {
        fitted.append(byte)
        continue
      }
      if fitted.last == UInt8(ascii: "\r") { fitted.removeLast() }
      fitted += end
      if string?.contains(offset) != true { fitted += margin.utf8 }
    }
    return String(decoding: fitted, as: UTF8.self)
  }

  /// The text that a line is indented by; none if there is anything but blanks.
  func margin(of span: Range<Int>) -> String {
    TOMLLines.isBlank(span, in: bytes) ? text(span) : ""
  }
}

extension TOMLValue {
  /// Whether it is a string.
  fileprivate var isString: Bool {
    if case .scalar(.string) = content { true } else { false }
  }
}
