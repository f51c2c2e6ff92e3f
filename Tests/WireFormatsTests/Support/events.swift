@testable import WireFormats

/// The data of the events in a stream; `[DONE]` is a string.
func events(_ stream: [UInt8]) throws -> [JSON] {
  var parser = EventStreamParser()
  var items: [EventStreamParser.Item] = []
  parser.read(stream.span, into: &items)
  return try items.compactMap { item in
    guard case .data(let data) = item else { return nil }
    if data.elementsEqual("[DONE]".utf8) { return "[DONE]" }
    return try JSON(parsing: data.span)
  }
}

/// A stream of the given data, with the lines that the format has. `completions` stands for a stream of chunks without
/// the end's mark.
func stream(_ format: WireFormat, _ data: [String]) throws -> [UInt8] {
  var bytes: [UInt8] = []
  for text in data {
    if format.dialect == .anthropic || format == .responses, let type = try json(text)["type"]?.string {
      bytes += "event: \(type)\n".utf8
    }
    bytes += "data: \(text)\n\n".utf8
  }
  if format == .chatCompletions { bytes += "data: [DONE]\n\n".utf8 }
  return bytes
}

extension StreamTranslation {
  /// Takes the next bytes of the upstream's.
  mutating func read(_ bytes: [UInt8]) -> [UInt8] { read(bytes.span) }
}
