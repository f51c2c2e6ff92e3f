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

  /// A request that passes. Its head gets the memory of `buffer`.
  init(
    _ request: InboundRequest,
    _ incoming: MessageHead,
    format: WireFormat,
    envelope: RequestEnvelope,
    route: Route,
    endpoint: UpstreamEndpoint,
    in buffer: consuming ByteBuffer
  ) {
    self.endpoint = endpoint
    let edited = Self.edited(request.body, envelope: envelope, route: route)
    let size = edited?.reduce(0) { $0 + $1.readableBytes } ?? request.body.readableBytes
    var head = Self.head(request, incoming, format, route, endpoint, bodySize: size, in: buffer)
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

  /// A request that is translated: nothing of the client's head but the program's name means anything to the provider.
  init(
    _ request: InboundRequest,
    _ incoming: MessageHead,
    _ translation: Translation,
    format: WireFormat,
    route: Route,
    endpoint: UpstreamEndpoint,
    in buffer: consuming ByteBuffer
  ) {
    self.endpoint = endpoint
    let size = translation.body.count
    var writer = HeadWriter(in: buffer, capacity: 1024 + min(size, Self.copiedSize))
    writer.raw("POST ")
    writer.target(endpoint, format, query: "")
    writer.raw(" HTTP/1.1\r\n")
    writer.raw("Content-Type: application/json\r\n")
    writer.raw(translation.isStream ? "Accept: text/event-stream\r\n" : "Accept: application/json\r\n")
    if let field = incoming.fields.first(where: { $0.name == .userAgent }) { writer.part(field.line, of: incoming) }
    Self.writeCredentials(to: &writer, route, hasVersion: false)
    writer.field("Content-Length", size)
    var head = writer.finish()
    guard size <= Self.copiedSize else {
      self.head = head
      body = [ByteBuffer(bytes: translation.body)]
      return
    }
    head.writeBytes(translation.body)
    self.head = head
    body = []
  }

  /// Writes the host, and the key in the provider's own field.
  private static func writeCredentials(to writer: inout HeadWriter, _ route: Route, hasVersion: Bool) {
    writer.prepared(route.bytes.requestFields)
    // Anthropic refuses a request without a version; a client that only knows OpenAI's fields sends none.
    if route.deployment.provider == .anthropic, !hasVersion { writer.raw("anthropic-version: 2023-06-01\r\n") }
  }

  private static func head(
    _ request: InboundRequest,
    _ head: MessageHead,
    _ format: WireFormat,
    _ route: Route,
    _ endpoint: UpstreamEndpoint,
    bodySize: Int,
    in buffer: consuming ByteBuffer
  ) -> ByteBuffer {
    var writer = HeadWriter(in: buffer, capacity: head.bytes.readableBytes + 512 + min(bodySize, copiedSize))
    writer.raw("POST ")
    writer.target(endpoint, format, query: request.admission?.query ?? "")
    writer.raw(" HTTP/1.1\r\n")
    // What is compressed could not be understood: neither its token counts nor the words of an error.
    writer.fields(of: head, request.options) { $0.isHopByHop || $0.staysHere || $0 == .acceptEncoding }
    writeCredentials(to: &writer, route, hasVersion: head.contains(.anthropicVersion))
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
