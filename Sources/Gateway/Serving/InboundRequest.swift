import NIOCore
import WireFormats

/// A request on its way in, and what its log line needs.
///
/// A class, as much is kept of a request, and many look at it: one reference is cheaper than all its parts.
final class InboundRequest {
  /// The head; `nil` for what is not HTTP.
  let head: MessageHead?
  let admission: Admission?
  let isHTTP10: Bool
  let options: ConnectionOptions
  let id: RequestID
  let start: NIODeadline
  var reader: BodyReader
  /// The body so far. Empty for a refused request, whose body is read and thrown away.
  var body = ByteBuffer()
  var bodySize = 0
  var log: AccessLogEntry
  private var expectedSize = 0

  init(_ head: MessageHead, core: GatewayCore, client: Admission.Client) throws(HTTPFault) {
    let line = try RequestLine(head)
    let framing = try BodyFraming(request: head, isHTTP10: line.isHTTP10)
    let admission = Admission(head, line, framing, core: core, client: client)
    self.head = head
    self.admission = admission
    isHTTP10 = line.isHTTP10
    options = ConnectionOptions(head)
    id = core.makeRequestID()
    start = .now()
    reader = BodyReader(framing)
    log = AccessLogEntry(requestID: id, method: admission.method, path: admission.path, status: 0)
    log.clientKey = admission.account?.name ?? ""
    log.tool = ClientTool.name(head)
    if case .model(let format) = admission.endpoint { log.format = format }
    if case .length(let length) = framing, admission.refusal == nil {
      // What the client announces is not taken at its word for more than a moderate size.
      expectedSize = min(length, 1 << 20)
    }
  }

  /// Stands for something that is not HTTP, so that its refusal has a name and a line in the log.
  init(unreadable id: RequestID) {
    head = nil
    admission = nil
    isHTTP10 = false
    options = ConnectionOptions()
    self.id = id
    start = .now()
    reader = BodyReader(.none)
    log = AccessLogEntry(requestID: id, method: .other, path: "-", status: 0)
  }

  var method: RequestMethod { admission?.method ?? .other }
  var endpoint: Endpoint { admission?.endpoint ?? .unknown }

  /// Whose key it shows; `nil` for the master key.
  var account: ClientAccount? { admission?.account }

  /// Whose error shape the client reads.
  var dialect: WireFormat.Dialect { admission?.dialect ?? .openAI }

  var format: WireFormat? {
    guard case .model(let format) = endpoint else { return nil }
    return format
  }

  /// Takes what `buffer` has of the body off it.
  ///
  /// - Parameters:
  ///   - buffer: what has arrived.
  ///   - isKept: whether the body is of any use.
  ///   - limit: the size of payload above which nothing is kept any more.
  /// - Returns: whether the body is complete.
  /// - Throws: ``HTTPFault`` if its chunks are malformed.
  func readBody(from buffer: inout ByteBuffer, isKept: Bool, limit: Int) throws(HTTPFault) -> Bool {
    // Only chunks come in several pieces.
    var first: Range<Int>?
    var others: [Range<Int>] = []
    let result = buffer.withUnsafeReadableBytes { bytes -> Result<BodyReader.Progress, HTTPFault> in
      do throws(HTTPFault) {
        let progress = try reader.read(bytes) { piece in
          if first == nil { first = piece } else { others.append(piece) }
        }
        return .success(progress)
      } catch {
        return .failure(error)
      }
    }
    let progress = try result.get()
    if let first { take(first, of: buffer, isKept: isKept, limit: limit) }
    for piece in others { take(piece, of: buffer, isKept: isKept, limit: limit) }
    buffer.moveReaderIndex(forwardBy: progress.consumed)
    return progress.isComplete
  }

  private func take(_ piece: Range<Int>, of buffer: ByteBuffer, isKept: Bool, limit: Int) {
    bodySize += piece.count
    guard isKept, bodySize <= limit else { return }
    if let slice = buffer.getSlice(at: buffer.readerIndex + piece.lowerBound, length: piece.count) { append(slice) }
  }

  private func append(_ piece: ByteBuffer) {
    if body.readableBytes == 0 {
      body = piece
    } else {
      body.reserveCapacity(minimumWritableBytes: max(0, expectedSize - body.readableBytes))
      body.writeImmutableBuffer(piece)
    }
  }
}

extension InboundRequest {
  /// How many tokens it is taken to have, as far as its body is still here.
  var estimatedTokens: Int { body.withUnsafeReadableBytes { TokenEstimate.tokens(in: $0) } }
}
