/// How an upstream's body is passed on to the client.
enum AnswerFraming {
  /// As it came: its length is known to the client, or its chunks are the client's chunks.
  case verbatim
  /// The payload alone; the end of the connection is its end. For HTTP/1.0, which knows no chunks.
  case payloadUntilClose
  /// In chunks of our own: the upstream marked the end by closing, and the client's connection is to stay.
  case chunks

  init(_ framing: BodyFraming, isHTTP10: Bool) {
    switch framing {
    case .none, .length: self = .verbatim
    case .chunked: self = isHTTP10 ? .payloadUntilClose : .verbatim
    case .untilClose: self = isHTTP10 ? .payloadUntilClose : .chunks
    }
  }
}
