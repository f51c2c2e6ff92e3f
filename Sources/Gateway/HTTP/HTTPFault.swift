/// Why bytes are not an HTTP/1.1 message that can be passed on safely.
enum HTTPFault: Error, Equatable {
  /// The first line is not one of HTTP/1.0 or HTTP/1.1.
  case startLine
  /// A field line has no name, a name with other characters than a token's, white space before its colon, a
  /// continuation line, or a control character in its value.
  case field
  /// The lengths contradict each other, or cannot be read.
  case framing
  /// The head is larger than the limit.
  case headTooLarge
}
