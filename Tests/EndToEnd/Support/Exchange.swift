/// One HTTP request over a connection of its own, and what came back, byte for byte.
struct Exchange {
  /// The status, or 0 when nothing came back.
  let status: Int
  /// Head and body as received, chunk framing included.
  let text: String

  /// Sends a request and reads until the server closes.
  ///
  /// - Parameters:
  ///   - request: complete, with `connection: close`.
  ///   - port: on loopback.
  ///   - timeout: how long to wait for each next piece, in milliseconds.
  /// - Throws: when nobody listens, or the server falls silent without closing.
  init(_ request: String, port: Int, timeout: Int = 20_000) throws {
    let socket = try Socket(port: port)
    defer { socket.close() }
    // A server may refuse before everything is sent: what it said still counts.
    socket.send(request)
    self = try Exchange(reading: socket, timeout: timeout)
  }

  /// Reads an answer until the server closes.
  ///
  /// - Parameters:
  ///   - socket: a request has been sent on it.
  ///   - timeout: how long to wait for each next piece, in milliseconds.
  /// - Throws: when the server falls silent without closing.
  init(reading socket: Socket, timeout: Int = 20_000) throws {
    var bytes: [UInt8] = []
    while let piece = socket.receive(timeout: timeout) {
      guard !piece.isEmpty else {
        text = String(decoding: bytes, as: UTF8.self)
        status = Int(text.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0
        return
      }
      bytes += piece
    }
    throw Failure("the server fell silent after: \(String(decoding: bytes, as: UTF8.self))")
  }

  /// Posts a JSON body.
  ///
  /// - Parameters:
  ///   - path: the target.
  ///   - body: the body.
  ///   - key: sent as a bearer token; `nil` sends none.
  ///   - port: on loopback.
  /// - Returns: the exchange.
  /// - Throws: when nobody listens, or the server falls silent.
  static func post(_ path: String, _ body: String, key: String?, port: Int) throws -> Exchange {
    let authorization = key.map { "authorization: Bearer \($0)\r\n" } ?? ""
    return try Exchange(
      "POST \(path) HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\(authorization)"
        + "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)",
      port: port
    )
  }
}
