import NIOCore
import Secrets
import WireFormats

/// A request as the upstream is to get it: the client's own, but for the model's name, the credentials, and what must
/// not leave this machine.
struct UpstreamRequest {
  let endpoint: UpstreamEndpoint
  /// The head, with a small body behind it.
  let head: ByteBuffer
  /// A larger body, in pieces that lie in one another's order.
  let body: [ByteBuffer]

  /// Up to this size a body is copied behind its head: one write is cheaper than a copy of that little.
  private static let copiedSize = 8 << 10

  init(
    _ request: InboundRequest,
    _ incoming: MessageHead,
    format: WireFormat,
    envelope: RequestEnvelope,
    route: Route,
    endpoint: UpstreamEndpoint
  ) {
    self.endpoint = endpoint
    let edited = Self.edited(request.body, envelope: envelope, route: route)
    let size = edited?.reduce(0) { $0 + $1.readableBytes } ?? request.body.readableBytes
    var head = Self.head(request, incoming, format, route, endpoint, bodySize: size)
    guard size <= Self.copiedSize else {
      self.head = head
      body = edited ?? [request.body]
      return
    }
    if let edited {
      for piece in edited { head.writeImmutableBuffer(piece) }
    } else {
      head.writeImmutableBuffer(request.body)
    }
    self.head = head
    body = []
  }

  private static func head(
    _ request: InboundRequest,
    _ head: MessageHead,
    _ format: WireFormat,
    _ route: Route,
    _ endpoint: UpstreamEndpoint,
    bodySize: Int
  ) -> ByteBuffer {
    var writer = HeadWriter(capacity: head.bytes.readableBytes + 512 + min(bodySize, copiedSize))
    writer.raw("POST ")
    writer.target(endpoint, format, query: request.admission?.query ?? "")
    writer.raw(" HTTP/1.1\r\n")
    // What is compressed could not be understood: neither its token counts nor the words of an error.
    writer.fields(of: head, request.options) { $0.isHopByHop || $0.staysHere || $0 == .acceptEncoding }
    writer.prepared(route.bytes.requestFields)
    // Anthropic refuses a request without a version; a client that only knows OpenAI's fields sends none.
    if route.deployment.provider == .anthropic, !head.contains(.anthropicVersion) {
      writer.raw("anthropic-version: 2023-06-01\r\n")
    }
    writer.field("Content-Length", bodySize)
    return writer.finish()
  }

  /// The client's bytes around what is replaced or cut out, without a copy of them; `nil` where nothing is.
  private static func edited(
    _ body: ByteBuffer,
    envelope: RequestEnvelope,
    route: Route
  ) -> [ByteBuffer]? {
    var edits: [(span: Range<Int>, replacement: [UInt8])] = []
    if envelope.model != route.upstreamModel { edits.append((envelope.modelSpan, route.upstreamModelJSON)) }
    for span in envelope.localSpans { edits.append((span, [])) }
    guard !edits.isEmpty else { return nil }
    edits.sort { $0.span.lowerBound < $1.span.lowerBound }
    var pieces: [ByteBuffer] = []
    var position = 0
    for edit in edits {
      pieces += slice(body, position..<edit.span.lowerBound)
      if !edit.replacement.isEmpty { pieces.append(ByteBuffer(bytes: edit.replacement)) }
      position = edit.span.upperBound
    }
    return pieces + slice(body, position..<body.readableBytes)
  }

  private static func slice(_ body: ByteBuffer, _ range: Range<Int>) -> [ByteBuffer] {
    guard !range.isEmpty, let slice = body.getSlice(at: body.readerIndex + range.lowerBound, length: range.count) else {
      return []
    }
    return [slice]
  }
}
