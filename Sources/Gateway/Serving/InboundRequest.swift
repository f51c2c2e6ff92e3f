import NIOCore
import NIOHTTP1
import WireFormats

/// A request on its way in, and what its log line needs.
struct InboundRequest {
  let head: HTTPRequestHead
  let admission: Admission
  let id: String
  let start: NIODeadline
  /// The body so far. Empty for a refused request, whose body is read and thrown away.
  var body = ByteBuffer()
  var bodySize = 0
  var log: AccessLogEntry

  init(head: HTTPRequestHead, admission: Admission, id: String, start: NIODeadline) {
    self.head = head
    self.admission = admission
    self.id = id
    self.start = start
    log = AccessLogEntry(requestID: id, method: head.method.rawValue, path: String(admission.path), status: 0)
  }

  var format: WireFormat? {
    guard case .model(let format) = admission.endpoint else { return nil }
    return format
  }

  mutating func append(_ piece: ByteBuffer) {
    bodySize += piece.readableBytes
    if body.readableBytes == 0 {
      body = piece
    } else {
      body.writeImmutableBuffer(piece)
    }
  }
}
