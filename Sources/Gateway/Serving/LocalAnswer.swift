import NIOCore
import WireFormats

/// An answer that the gateway gives itself.
struct LocalAnswer {
  var status: Int
  /// The status's words; clients go by the number.
  var reason: StaticString = "OK"
  var contentType = "application/json"
  /// The body's pieces; more than one for a streamed answer.
  var chunks: [[UInt8]]
  var extraFields: [(name: StaticString, value: String)] = []

  /// The answer to a request that is not for a model.
  init?(_ endpoint: Endpoint, core: GatewayCore, account: ClientAccount?) {
    status = 200
    switch endpoint {
    case .root:
      contentType = "text/plain; charset=utf-8"
      chunks = [Array("agentproxy-setup: the gateway is up; clients use /v1\n".utf8)]
    case .health:
      chunks = [Array(#"{"status":"healthy","engine":"embedded"}"#.utf8)]
    case .liveliness:
      // LiteLLM's own words, which health checks may look for.
      chunks = [Array(#""I'm alive!""#.utf8)]
    case .readiness:
      // By the last part, whoever wants to try the models knows whether that spends anything.
      let isSimulated = core.configuration.deployments.allSatisfy { $0.mockResponse != nil }
      chunks = [Array(#"{"status":"healthy","engine":"embedded","simulated":\#(isSimulated)}"#.utf8)]
    case .metrics:
      contentType = "text/plain; version=0.0.4; charset=utf-8"
      chunks = [Array(core.metrics.text(core, now: NIODeadline.now().uptime).utf8)]
    case .modelList:
      let names = core.router.listedNames.filter { account?.allows($0) ?? true }
      chunks = [ModelList(names: names, created: core.startSeconds).body()]
    case .modelEntry(let name):
      guard account?.allows(name) ?? true, !core.router.routes(for: name).isEmpty else { return nil }
      chunks = [ModelList(names: [], created: core.startSeconds).body(ofModel: name)]
    case .model, .methodNotAllowed, .unknown:
      return nil
    }
  }

  /// An error in the shape that the client reads, with the headers that keep it from asking again in vain.
  init(_ reply: ErrorReply, to request: InboundRequest) {
    let dialect = request.dialect
    status = reply.kind.status
    reason = reply.kind.reason
    chunks = [reply.body(for: dialect, requestID: request.id.text)]
    if let seconds = reply.retryAfterSeconds {
      extraFields.append(("Retry-After", String(seconds)))
      // Nobody waits for longer than that; Claude Code gives up by itself above a minute, and says it less well.
      if seconds > RetryPolicy.longestWaitSeconds, reply.kind.isWorthRetrying {
        extraFields.append(("x-should-retry", "false"))
      }
    }
    if !reply.kind.isWorthRetrying {
      // Claude Code goes by the first; Codex knows only the second, and with it gives up in one second, not seven.
      extraFields.append(("x-should-retry", "false"))
      if dialect == .openAI, reply.retryAfterSeconds == nil { extraFields.append(("Retry-After", "0")) }
    }
    switch reply.kind {
    case .methodNotAllowed:
      if case .methodNotAllowed(let allow) = request.endpoint { extraFields.append(("Allow", allow)) }
    case .authentication: extraFields.append(("WWW-Authenticate", "Bearer"))
    case .upgradeRequired: extraFields.append(("Upgrade", "HTTP/1.1"))
    case .unavailable: extraFields.append(("Retry-After", "1"))
    default: break
    }
  }

  /// An answer that was given before.
  init(_ cached: CachedAnswer, key: CacheKey, now: Int64) {
    status = 200
    contentType = cached.contentType
    chunks = [Array(buffer: cached.body)]
    // The first is LiteLLM's name.
    extraFields = [("x-litellm-cache-key", key.name), ("Age", String(Int(cached.ageSeconds(at: now))))]
  }

  /// A deployment's mock answer.
  init(_ mock: MockAnswer, format: WireFormat, stream: Bool) throws(ErrorReply) {
    status = 200
    if stream, let chunks = mock.stream(for: format) {
      contentType = "text/event-stream; charset=utf-8"
      self.chunks = chunks
      extraFields.append(("Cache-Control", "no-cache"))
    } else if let body = mock.body(for: format) {
      chunks = [body]
    } else {
      throw ErrorReply(.notSupported, "`\(mock.model)` has a mock_response, which cannot stand for embeddings")
    }
  }
}
