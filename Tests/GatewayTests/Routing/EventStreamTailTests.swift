import NIOCore
import Testing

@testable import Gateway

@Suite struct EventStreamTailTests {
  private func tail(_ head: String, isHTTP10: Bool = false) throws -> EventStreamTail? {
    var buffer = ByteBuffer(string: "HTTP/1.1 200 OK\r\n\(head)\r\n\r\n")
    var searched = 0
    let message = try #require(try MessageHead.take(from: &buffer, searched: &searched, limits: GatewayLimits()))
    let answer = try UpstreamHead(message)
    return EventStreamTail(answer, AnswerFraming(answer.framing, isHTTP10: isHTTP10))
  }

  private func following(_ head: String, _ pieces: [String], isHTTP10: Bool = false) throws -> String? {
    guard var tail = try tail(head, isHTTP10: isHTTP10) else { return nil }
    for piece in pieces { tail.note(ByteBuffer(string: piece)) }
    return tail.following(Array("E".utf8)).map { String(buffer: $0) }
  }

  private let chunked = "Content-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked"

  @Test(arguments: [
    ["9\r\ndata: x\n\n\r\n"], ["9\r\nda", "ta: x\n", "\n\r", "\n"], ["b\r\ndata: x\r\n\r\n\r\n"],
    ["9\r\ndata: x\n\n\r\n9\r\ndata: y\n\n\r\n"],
  ])
  func betweenTwoEventsAnErrorFollowsInAChunkOfItsOwn(_ pieces: [String]) throws {
    #expect(try following(chunked, pieces) == "1\r\nE\r\n")
  }

  @Test(arguments: [
    ["9\r\ndata: x\n\n"], ["8\r\ndata: x\n\r\n"], ["20\r\ndata: x\n\n\r\ndata: y"], ["9\r\ndata: x\n\n\r\n1f\r\n"],
    ["9\r\ndata: x\n\n\r\n1"], [],
  ])
  func inTheMiddleOfOneNothingDoes(_ pieces: [String]) throws {
    #expect(try following(chunked, pieces) == nil)
  }

  @Test func withoutChunksTheEventAloneFollows() throws {
    #expect(try following(chunked, ["data: x\n\n"], isHTTP10: true) == "E")
    #expect(try following("Content-Type: TEXT/Event-Stream", ["data: x\n\n"]) == "1\r\nE\r\n")
  }

  @Test(arguments: [
    (["1f\r\ndata: {\"response\":{\"id\":\"resp_1\",\"output\":[{\"id\":\"msg_1\"}]}}"], "resp_1"),
    (["1f\r\n", "data: {\"type\": \"x\", \"response\": {\"id\": \"resp_1\"}}", "{\"id\":\"resp_2\"}"], "resp_1"),
    (["data: {\"id\":\"resp_1"], nil), (["data: {\"id\":\"re\\u0073p\"}"], nil),
    (["data: {\"id\":7,\"id\":\"x\"}"], nil),
    (["a", "b", "c", "d", "{\"id\":\"resp_1\"}"], nil), (["", "\""], nil),
  ])
  func theProvidersNameForItsAnswerIsTheFirst(_ pieces: [String], _ id: String?) throws {
    var tail = try #require(try tail(chunked))
    for piece in pieces { tail.note(ByteBuffer(string: piece)) }
    #expect(tail.answerID == nil)
    tail = try #require(try self.tail(chunked))
    tail.seekAnswerID()
    for piece in pieces { tail.note(ByteBuffer(string: piece)) }
    #expect(tail.answerID == id)
  }

  @Test(arguments: [
    "Content-Type: application/json\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked",
    "Content-Type: text/event-stream\r\nContent-Length: 100",
    "Content-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked",
  ])
  func whatIsNoOpenStreamOfEventsGetsNone(_ head: String) throws {
    #expect(try following(head, ["9\r\ndata: x\n\n\r\n"]) == nil)
  }
}
