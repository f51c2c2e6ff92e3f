import NIOCore
import WireFormats

/// What is decided about a request when its head has arrived, before any of its body is kept.
struct Admission {
  let method: RequestMethod
  /// What it asks for.
  let endpoint: Endpoint
  /// The path without the query.
  let path: String
  /// The client's query, without the question mark.
  let query: Substring
  /// Whether the client waits for `100 Continue` before it sends the body.
  let expectsContinue: Bool
  /// Whose key it shows; `nil` for the master key, or where none is needed.
  let account: ClientAccount?
  /// Why it is refused, where it is.
  let refusal: ErrorReply?

  /// What is known of a connection before it says anything.
  struct Client {
    /// Whether its address may ask at all.
    var isAllowed = true
    /// Whether the gateway is about to stop.
    var isDraining = false
  }

  init(_ head: MessageHead, _ line: RequestLine, _ framing: BodyFraming, core: GatewayCore, client: Client) {
    method = RequestMethod(head, line)
    (path, endpoint) = head.bytes.withUnsafeReadableBytes { [method] bytes in
      let path = UnsafeRawBufferPointer(rebasing: bytes[line.path])
      return (Endpoint.text(of: path), Endpoint(method, path))
    }
    query = line.query.isEmpty ? "" : Substring(head.text(line.query))
    expectsContinue = head.first(.expect).map { head.matches($0, "100-continue") } ?? false
    let verdict = endpoint.needsKey && client.isAllowed ? core.authenticator.check(head) : .accepted(nil)
    if case .accepted(let account) = verdict { self.account = account } else { account = nil }
    refusal = Self.refusal(head, framing, endpoint, path, core, client, verdict)
  }

  /// Whose error shape the client reads.
  var dialect: WireFormat.Dialect {
    if case .model(let format) = endpoint { return format.dialect }
    return path.contains("/messages") ? .anthropic : .openAI
  }

  private static func refusal(
    _ head: MessageHead,
    _ framing: BodyFraming,
    _ endpoint: Endpoint,
    _ path: String,
    _ core: GatewayCore,
    _ client: Client,
    _ verdict: Authenticator.Verdict
  ) -> ErrorReply? {
    guard client.isAllowed else {
      return ErrorReply(.forbidden, "your address is not among those that may use this gateway (allowed_ips)")
    }
    if client.isDraining { return ErrorReply(.unavailable, "the gateway is stopping") }
    // Codex answers 426 by an immediate and silent change to plain HTTP, and any other refusal by seven handshakes.
    if let upgrade = head.first(.upgrade), head.matches(upgrade, "websocket"), path.hasSuffix("/responses") {
      return ErrorReply(.upgradeRequired, "this gateway speaks plain HTTP: use POST \(path)")
    }
    switch endpoint {
    case .unknown:
      let served = "/v1/chat/completions, /v1/responses, /v1/messages, /v1/embeddings and /v1/models"
      return ErrorReply(.notFound, "there is nothing at \(path.prefix(200)); the gateway serves \(served)")
    case .methodNotAllowed(let allow):
      return ErrorReply(.methodNotAllowed, "\(path) takes \(allow) only")
    default:
      break
    }
    if let refusal = refusal(for: verdict) { return refusal }
    if endpoint == .metrics, case .accepted(.some) = verdict {
      return ErrorReply(.forbidden, "the numbers are about every client: use LITELLM_MASTER_KEY for \(path)")
    }
    guard case .length(let length) = framing, length > core.configuration.maximumBodySize else { return nil }
    return tooLarge(core.configuration.maximumBodySize)
  }

  private static func refusal(for verdict: Authenticator.Verdict) -> ErrorReply? {
    switch verdict {
    case .accepted: nil
    case .missing:
      ErrorReply(
        .authentication,
        "no key: send LITELLM_MASTER_KEY from .env as `Authorization: Bearer …` or as `x-api-key`"
      )
    case .wrong:
      ErrorReply(
        .authentication,
        "wrong key: this gateway takes LITELLM_MASTER_KEY from its .env, not a provider's key"
      )
    }
  }

  static func tooLarge(_ limit: Int) -> ErrorReply {
    let setting = "general_settings.max_request_size_mb in litellm_config.yaml"
    return ErrorReply(.requestTooLarge, "the request is larger than \(limit >> 20) MB; \(setting) sets the limit")
  }
}
