import NIOCore

/// A request's method, as far as the gateway tells methods apart.
enum RequestMethod: String {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case other = "?"

  init(_ head: MessageHead, _ line: RequestLine) {
    // Methods are case-sensitive (RFC 9110, section 9.1).
    self = head.bytes.withUnsafeReadableBytes { bytes in
      let name = UnsafeRawBufferPointer(rebasing: bytes[line.method])
      return name.matches("POST") ? .post : name.matches("GET") ? .get : name.matches("HEAD") ? .head : .other
    }
  }
}
