import NIOCore
import NIOHTTP1
import Secrets
import WireFormats

/// A request as the upstream is to get it: the client's own, but for the model's name, the credentials, and what must
/// not leave this machine.
struct UpstreamRequest {
  let endpoint: UpstreamEndpoint
  let head: HTTPRequestHead
  let body: [ByteBuffer]

  init(
    _ request: InboundRequest,
    format: WireFormat,
    envelope: RequestEnvelope,
    route: ModelRouter.Route,
    endpoint: UpstreamEndpoint
  ) {
    self.endpoint = endpoint
    body = Self.body(request.body, envelope: envelope, route: route)
    var headers = HeaderFilter.forUpstream(request.head.headers)
    headers.add(name: "Host", value: endpoint.hostHeader)
    switch route.deployment.provider {
    case .anthropic:
      headers.add(name: "x-api-key", value: route.deployment.apiKey.exposed)
      // Anthropic refuses a request without a version; a client that only knows OpenAI's headers sends none.
      if !headers.contains(name: "anthropic-version") { headers.add(name: "anthropic-version", value: "2023-06-01") }
    case .openAI, .customOpenAI, .hostedVLLM:
      headers.add(name: "Authorization", value: "Bearer \(route.deployment.apiKey.exposed)")
    }
    headers.add(name: "Content-Length", value: String(body.reduce(0) { $0 + $1.readableBytes }))
    let target = endpoint.target(for: format, query: request.admission.query)
    head = HTTPRequestHead(version: .http1_1, method: .POST, uri: target, headers: headers)
  }

  /// The client's bytes around what is replaced or cut out, without a copy of them.
  private static func body(
    _ body: ByteBuffer,
    envelope: RequestEnvelope,
    route: ModelRouter.Route
  ) -> [ByteBuffer] {
    var edits: [(span: Range<Int>, replacement: [UInt8])] = []
    if envelope.model != route.upstreamModel { edits.append((envelope.modelSpan, route.upstreamModelJSON)) }
    if let span = envelope.clientMetadataSpan { edits.append((span, [])) }
    guard !edits.isEmpty else { return [body] }
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
