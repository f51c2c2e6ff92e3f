import NIOCore
import Testing

@testable import Gateway

@Suite struct BodyTests {
  private func head(_ fields: String) throws -> MessageHead {
    var buffer = ByteBuffer(string: "POST / HTTP/1.1\r\n\(fields)\r\n\r\n")
    var heads = HeadReader()
    return try #require(try heads.take(from: &buffer, limits: GatewayLimits()))
  }

  @Test(arguments: [
    ("A: b", BodyFraming.none), ("Content-Length: 0", .none), ("Content-Length: 12", .length(12)),
    ("Transfer-Encoding: chunked", .chunked), ("transfer-encoding: Chunked", .chunked),
  ])
  func requestFraming(_ fields: String, _ framing: BodyFraming) throws {
    #expect(try BodyFraming(request: head(fields), isHTTP10: false) == framing)
  }

  @Test(arguments: [
    "Content-Length: 1\r\nContent-Length: 1", "Content-Length: 1\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
    "Transfer-Encoding:", "Content-Length:", "Content-Length: +1", "Content-Length: 0x1", "Content-Length: 1, 1",
    "Content-Length: 99999999999999999999",
  ])
  func framingThatIsNotClearIsRefused(_ fields: String) throws {
    let head = try head(fields)
    #expect(throws: HTTPFault.framing) { try BodyFraming(request: head, isHTTP10: false) }
  }

  @Test func chunksInHTTP10AreRefused() throws {
    let head = try head("Transfer-Encoding: chunked")
    #expect(throws: HTTPFault.framing) { try BodyFraming(request: head, isHTTP10: true) }
  }

  @Test(arguments: [
    ("A: b", 200, BodyFraming.untilClose), ("Content-Length: 5", 200, .length(5)), ("Content-Length: 5", 304, .none),
    ("A: b", 204, .none), ("A: b", 103, .none), ("Transfer-Encoding: chunked\r\nContent-Length: 5", 200, .chunked),
  ])
  func responseFraming(_ fields: String, _ status: Int, _ framing: BodyFraming) throws {
    #expect(try BodyFraming(response: head(fields), status: status) == framing)
  }

  /// Feeds `text` in pieces of `size` bytes.
  private func read(_ text: String, _ framing: BodyFraming, size: Int) throws -> (payload: String, rest: Int?) {
    let bytes = Array(text.utf8)
    var reader = BodyReader(framing)
    var payload: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let piece = Array(bytes[position..<min(position + size, bytes.count)])
      let progress = try piece.withUnsafeBytes { piece in
        try reader.read(piece) { payload += piece[$0] }
      }
      position += progress.consumed
      if progress.isComplete { return (String(decoding: payload, as: UTF8.self), bytes.count - position) }
    }
    return (String(decoding: payload, as: UTF8.self), reader.isComplete ? 0 : nil)
  }

  @Test(arguments: [1, 2, 3, 5, 1000])
  func bodiesEndWhereTheyEnd(_ size: Int) throws {
    let chunked = "5\r\nhello\r\n00A;x=\"y\"\r\n, chunked!\r\n0\r\nTrailer: x\r\nB: c\r\n\r\n"
    #expect(try read(chunked, .chunked, size: size) == ("hello, chunked!", 0))
    #expect(try read(chunked + "GET", .chunked, size: 1000) == ("hello, chunked!", 3))
    #expect(try read("hello", .length(5), size: size) == ("hello", 0))
    #expect(try read("helloGET", .length(5), size: 1000) == ("hello", 3))
    #expect(try read("hell", .length(5), size: size) == ("hell", nil))
    #expect(try read("all of it", .untilClose, size: size) == ("all of it", nil))
    #expect(try read("0\r\n\r\n", .chunked, size: size) == ("", 0))
  }

  @Test(arguments: [
    "x\r\n", "\r\n", "5\n", "-1\r\n", "5\r\nhelloX", "5\r\nhello\n", "5\r\nhello\rX", "0\r\n\rX", "0\r\nA: b\n",
    "1000000000000\r\n", "5;a\u{1}\r\n", " 5\r\n", "5 5\r\n", "5 \r\n",
  ])
  func malformedChunksAreRefused(_ text: String) {
    #expect(throws: HTTPFault.framing) { _ = try read(text, .chunked, size: 1000) }
    #expect(throws: HTTPFault.framing) { _ = try read(text, .chunked, size: 1) }
  }

  @Test func framingCannotGrowWithoutEnd() {
    let longExtension = "5;" + String(repeating: "x", count: 5000)
    #expect(throws: HTTPFault.framing) { _ = try read(longExtension, .chunked, size: 1000) }
    let trailers = "0\r\n" + String(repeating: "A: b\r\n", count: 10_000)
    #expect(throws: HTTPFault.framing) { _ = try read(trailers, .chunked, size: 1000) }
  }
}
