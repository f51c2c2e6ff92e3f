/// A line of CSV as RFC 4180 has it, with an end.
///
/// A field that a spreadsheet would take for a formula is not made harmless: programs read the same file.
public func commaSeparated(_ fields: [String]) -> String {
  fields.map { field in
    let mustQuote = field.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0) }
    return mustQuote ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
  }.joined(separator: ",") + "\r\n"
}
