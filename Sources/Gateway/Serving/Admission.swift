import NIOHTTP1
import WireFormats

/// What is decided about a request when its head has arrived, before any of its body is kept.
struct Admission {
  /// What it asks for.
  let endpoint: Endpoint
  /// The client's query, without the question mark.
  let query: Substring
  /// The path without the query.
  let path: Substring
  /// Why it is refused, where it is.
  let refusal: ErrorReply?

  init(_ head: HTTPRequestHead, core: GatewayCore, isDraining: Bool) {
    let uri = head.uri
    let questionMark = uri.utf8.firstIndex(of: UInt8(ascii: "?"))
    path = uri[..<(questionMark ?? uri.endIndex)]
    query = questionMark.map { uri[uri.index(after: $0)...] } ?? ""
    endpoint = Endpoint(method: head.method, path: path)
    refusal = Self.refusal(head, endpoint, path, core, isDraining: isDraining)
  }

  /// Whose error shape the client reads.
  var dialect: WireFormat.Dialect {
    if case .model(let format) = endpoint { return format.dialect }
    return path.contains("/messages") ? .anthropic : .openAI
  }

  private static func refusal(
    _ head: HTTPRequestHead,
    _ endpoint: Endpoint,
    _ path: Substring,
    _ core: GatewayCore,
    isDraining: Bool
  ) -> ErrorReply? {
    if isDraining { return ErrorReply(.unavailable, "the gateway is stopping") }
    // Codex answers 426 by an immediate and silent change to plain HTTP, and any other refusal by seven handshakes.
    if head.headers.contains(name: "upgrade"), path.hasSuffix("/responses") {
      return ErrorReply(.upgradeRequired, "this gateway speaks plain HTTP: use POST \(path)")
    }
    switch endpoint {
    case .unknown:
      return ErrorReply(
        .notFound,
        "there is nothing at \(path); the gateway serves /v1/chat/completions, /v1/responses, /v1/messages, /v1/embeddings and /v1/models"
      )
    case .methodNotAllowed(let allow):
      return ErrorReply(.methodNotAllowed, "\(path) takes \(allow) only")
    default:
      break
    }
    if endpoint.needsKey, let refusal = refusal(for: core.authenticator.check(head.headers)) { return refusal }
    guard let length = head.headers.first(name: "content-length").flatMap({ Int($0) }) else { return nil }
    return length > core.configuration.maximumBodySize ? tooLarge(core.configuration.maximumBodySize) : nil
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
    ErrorReply(
      .requestTooLarge,
      "the request is larger than \(limit >> 20) MB; general_settings.max_request_size_mb in litellm_config.yaml sets the limit"
    )
  }
}
