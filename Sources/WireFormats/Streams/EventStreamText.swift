/// Writes server-sent events.
enum EventStreamText {
  /// An event with the `event` line that Anthropic's clients and the readers of Responses go by.
  static func append(_ name: StaticString, to bytes: inout [UInt8], _ build: (inout JSONWriter) -> Void) {
    bytes.append(contentsOf: "event: ".utf8)
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\n"))
    appendData(to: &bytes, build)
  }

  /// An event without a name.
  static func appendData(to bytes: inout [UInt8], _ build: (inout JSONWriter) -> Void) {
    bytes.append(contentsOf: "data: ".utf8)
    // The writer takes the bytes over, so that nothing is copied.
    var json = JSONWriter(bytes)
    bytes = []
    build(&json)
    bytes = json.bytes
    bytes.append(contentsOf: "\n\n".utf8)
  }
}
