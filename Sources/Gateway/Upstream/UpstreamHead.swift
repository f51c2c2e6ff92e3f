/// The head of an upstream's answer, understood.
struct UpstreamHead {
  let head: MessageHead
  let line: StatusLine
  let framing: BodyFraming
  let options: ConnectionOptions

  init(_ head: MessageHead) throws(HTTPFault) {
    self.head = head
    line = try StatusLine(head)
    framing = try BodyFraming(response: head, status: line.status)
    options = ConnectionOptions(head)
  }

  /// Whether another request may follow on the upstream's connection.
  var isReusable: Bool {
    if framing == .untilClose || options.close { return false }
    // Two lengths: whoever wrote this may mean the other one.
    if framing == .chunked, head.contains(.contentLength) { return false }
    return !line.isHTTP10 || options.keepAlive
  }

  /// Whether its body is a stream of server-sent events.
  var isEventStream: Bool { head.first(.contentType).map { head.begins($0, with: "text/event-stream") } ?? false }

  /// Whether a further head follows, with the answer itself.
  var isInformational: Bool { (100..<200).contains(line.status) }
}
