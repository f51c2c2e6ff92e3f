import NIOCore
import Testing

@testable import Gateway

@Suite struct MessageHeadTests {
  private func take(_ text: String, limits: GatewayLimits = GatewayLimits()) throws(HTTPFault) -> MessageHead? {
    var buffer = ByteBuffer(string: text)
    var heads = HeadReader()
    return try heads.take(from: &buffer, limits: limits)
  }

  @Test func partsAreWhereTheyStand() throws {
    var buffer = ByteBuffer(string: "POST /x HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nx-API-key: \t k e y \t\r\n\r\nbody")
    var heads = HeadReader()
    let head = try #require(try heads.take(from: &buffer, limits: GatewayLimits()))
    #expect(head.text(head.startLine) == "POST /x HTTP/1.1")
    #expect(head.fields.map(\.name) == [.host, .other, .apiKey])
    #expect(head.fields.map { head.text($0.value) } == ["a", "", "k e y"])
    #expect(head.fields.map { head.text($0.line) } == ["Host: a\r\n", "X-Empty:\r\n", "x-API-key: \t k e y \t\r\n"])
    #expect(String(buffer: buffer) == "body")
  }

  @Test func emptyLinesBeforeARequestAreSkipped() throws {
    let head = try #require(try take("\r\n\r\nGET / HTTP/1.1\r\n\r\n"))
    #expect(head.text(head.startLine) == "GET / HTTP/1.1")
    #expect(head.fields.isEmpty)
  }

  /// However the bytes are cut, the head is the same.
  @Test(arguments: 1...9)
  func aHeadInPiecesIsComplete(_ size: Int) throws {
    let bytes = Array("\r\nGET / HTTP/1.1\r\nHost: a\r\nTE: x\r\n\r\nG".utf8)
    var buffer = ByteBuffer()
    var heads = HeadReader()
    var taken: [MessageHead] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      buffer.writeBytes(bytes[start..<min(start + size, bytes.count)])
      if let head = try heads.take(from: &buffer, limits: GatewayLimits()) {
        taken.append(head)
      }
    }
    #expect(taken.map { $0.fields.map(\.name) } == [[.host, .te]])
    #expect(String(buffer: buffer) == "G")
  }

  /// A head that is still held is not changed by the next one, which has fewer fields and comes in pieces.
  @Test func aHeadOutlivesTheNext() throws {
    let long = "GET /first HTTP/1.1\r\nHost: a\r\nTE: x\r\nAccept: y\r\n\r\n"
    var buffer = ByteBuffer(string: long + "GET /second HTTP/1.1\r\nTE")
    var heads = HeadReader()
    let first = try #require(try heads.take(from: &buffer, limits: GatewayLimits()))
    #expect(try heads.take(from: &buffer, limits: GatewayLimits()) == nil)
    buffer.writeString(": z\r\n\r\n")
    let second = try #require(try heads.take(from: &buffer, limits: GatewayLimits()))
    #expect(first.text(first.startLine) == "GET /first HTTP/1.1")
    #expect(first.fields.map { first.text($0.value) } == ["a", "x", "y"])
    #expect(second.text(second.startLine) == "GET /second HTTP/1.1")
    #expect(second.fields.map { second.text($0.value) } == ["z"])
  }

  @Test(arguments: [
    "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n", "GET / HTTP/1.1\rHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
    "GET / HTTP/1.1\r\n: a\r\n\r\n", "GET / HTTP/1.1\r\nHost\r\n\r\n", "GET / HTTP/1.1\r\nHo st: a\r\n\r\n",
    "GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", "GET / HTTP/1.1\r\nA: b\u{7F}\r\n\r\n",
    "GET / HTTP/1.1\r\nHöst: a\r\n\r\n", "GET / HTTP/1.1\r\nA(b): c\r\n\r\n",
  ])
  func whatTwoReadersCouldReadInTwoWaysIsRefused(_ text: String) {
    #expect(throws: HTTPFault.self) { try take(text) }
  }

  @Test func sizesAreBounded() throws {
    var limits = GatewayLimits()
    limits.maximumHeadSize = 100
    limits.maximumHeaderCount = 3
    let fits = "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 3) + "\r\n"
    #expect(try take(fits, limits: limits) != nil)
    let many = "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 4) + "\r\n"
    #expect(throws: HTTPFault.headTooLarge) { try take(many, limits: limits) }
    let long = "GET / HTTP/1.1\r\nA: " + String(repeating: "b", count: 100)
    for end in ["", "\r", "\r\n\r\n"] {
      #expect(throws: HTTPFault.headTooLarge) { try take(long + end, limits: limits) }
    }
  }

  /// The largest head is the same, however it is cut.
  @Test func aHeadOfTheLargestSizeIsTakenInPieces() throws {
    var limits = GatewayLimits()
    limits.maximumHeadSize = 40
    for size in 36...44 {
      let text = "GET / HTTP/1.1\r\nA: " + String(repeating: "b", count: size - 21) + "\r\n\r\n"
      let isTaken = (try? take(text, limits: limits)) != nil
      #expect(isTaken == (size < 40))
      var buffer = ByteBuffer()
      var heads = HeadReader()
      var head: MessageHead?
      var fault: HTTPFault?
      for byte in text.utf8 where head == nil && fault == nil {
        buffer.writeInteger(byte)
        do throws(HTTPFault) {
          head = try heads.take(from: &buffer, limits: limits)
        } catch {
          fault = error
        }
      }
      #expect((head != nil) == isTaken)
      #expect(fault == (isTaken ? nil : .headTooLarge))
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1", "GET", "/", false), ("POST /v1/messages?a=b HTTP/1.0", "POST", "/v1/messages?a=b", true),
    ("M-SEARCH * HTTP/1.1", "M-SEARCH", "*", false),
  ])
  func requestLines(_ text: String, _ method: String, _ target: String, _ isHTTP10: Bool) throws {
    let head = try #require(try take(text + "\r\n\r\n"))
    let line = try RequestLine(head)
    #expect(head.text(line.method) == method)
    #expect(head.text(line.target) == target)
    #expect(line.isHTTP10 == isHTTP10)
  }

  @Test(arguments: [
    "GET / HTTP/2.0", "GET / HTTP/1.2", "GET / http/1.1", "GET /  HTTP/1.1", "GET  / HTTP/1.1", " GET / HTTP/1.1",
    "GET /\tHTTP/1.1", "GET / HTTP/1.1 ", "GET HTTP/1.1", "/ HTTP/1.1", "GET /é HTTP/1.1", "GET / x HTTP/1.1", "x",
  ])
  func badRequestLines(_ text: String) throws {
    let head = try #require(try take(text + "\r\n\r\n"))
    #expect(throws: HTTPFault.startLine) { try RequestLine(head) }
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK", 200, "OK", false), ("HTTP/1.1 404 Not Found", 404, "Not Found", false),
    ("HTTP/1.0 500 ", 500, "", true), ("HTTP/1.1 204", 204, "", false),
  ])
  func statusLines(_ text: String, _ status: Int, _ reason: String, _ isHTTP10: Bool) throws {
    let head = try #require(try take(text + "\r\n\r\n"))
    let line = try StatusLine(head)
    #expect(line.status == status)
    #expect(head.text(line.reason) == reason)
    #expect(line.isHTTP10 == isHTTP10)
  }

  @Test(arguments: [
    "HTTP/2 200 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 20 OK", "HTTP/1.1 099 x", "HTTP/1.1  200 OK", "HTTP/1.1 200OK",
    "http/1.1 200 OK", "ICY 200 OK", "HTTP/1.1",
  ])
  func badStatusLines(_ text: String) throws {
    let head = try #require(try take(text + "\r\n\r\n"))
    #expect(throws: HTTPFault.startLine) { try StatusLine(head) }
  }
}
