import NIOCore
import Secrets

/// The client's side of `CONNECT` (RFC 9110, section 9.3.6): asks a proxy for a tunnel, and understands its answer.
///
/// It does no input or output: each event returns what is to be done.
struct TunnelHandshake {
  enum Action: Equatable {
    case send(ByteBuffer)
    case wait
    /// From now on the connection is one to the target.
    case established
    /// The connection is of no use.
    case fail(ProxyFault.Kind)
  }

  private enum State {
    case initial
    case waiting(informational: Int)
    /// Established or failed.
    case ended
  }

  /// More interim answers than this before the real one are no answer.
  private static let maximumInformational = 16

  private let target: String
  private let authorization: Secret?
  private let limits: GatewayLimits
  private var state = State.initial
  private var inbound = ByteBuffer()
  private var heads = HeadReader()

  /// - Parameters:
  ///   - target: host and port, such as `api.example.com:443` or `[::1]:443`.
  ///   - authorization: the value of `Proxy-Authorization`, where the proxy is to get one.
  ///   - limits: the largest head.
  init(target: String, authorization: Secret?, limits: GatewayLimits) {
    self.target = target
    self.authorization = authorization
    self.limits = limits
  }

  /// There is a connection to the proxy.
  mutating func connected() -> Action {
    guard case .initial = state else { return .wait }
    state = .waiting(informational: 0)
    var writer = HeadWriter(capacity: 256)
    writer.raw("CONNECT ")
    writer.text(target)
    writer.raw(" HTTP/1.1\r\n")
    writer.field("Host", target)
    if let authorization { writer.field("Proxy-Authorization", authorization.exposed) }
    return .send(writer.finish())
  }

  /// The proxy has said something.
  mutating func received(_ bytes: ByteBuffer) -> Action {
    guard case .waiting = state else { return .wait }
    inbound.writeImmutableBuffer(bytes)
    do throws(HTTPFault) {
      return try readAnswer()
    } catch {
      return end(.fail(.malformed))
    }
  }

  /// The proxy has closed the connection.
  mutating func closed() -> Action {
    if case .ended = state { return .wait }
    return end(.fail(inbound.readableBytes > 0 ? .malformed : .closed))
  }

  /// Too much time has passed.
  mutating func timedOut() -> Action {
    if case .ended = state { return .wait }
    return end(.fail(.silent))
  }

  private mutating func end(_ action: Action) -> Action {
    state = .ended
    inbound = ByteBuffer()
    return action
  }

  private mutating func readAnswer() throws(HTTPFault) -> Action {
    while case .waiting(let informational) = state {
      guard let head = try heads.take(from: &inbound, limits: limits) else { return .wait }
      let status = try StatusLine(head).status
      switch status {
      case 101: throw .startLine
      case 100..<200:
        guard informational < Self.maximumInformational else { throw .startLine }
        state = .waiting(informational: informational + 1)
      case 200..<300:
        // Its lengths mean nothing here. But the target says nothing before it is asked, so what follows is a body that
        // the proxy may not send, or somebody else's words.
        guard inbound.readableBytes == 0 else { throw .framing }
        return end(.established)
      case 407: return end(.fail(.refusal(head, hadCredentials: authorization != nil)))
      default: return end(.fail(.status(status)))
      }
    }
    return .wait
  }
}

extension ProxyFault.Kind {
  /// What status 407 means.
  ///
  /// - Parameters:
  ///   - head: the proxy's answer.
  ///   - hadCredentials: whether it was told who asks.
  /// - Returns: the fault.
  static func refusal(_ head: MessageHead, hadCredentials: Bool) -> Self {
    let schemes = head.fields.filter { $0.name == .proxyAuthenticate }.map { field in
      // The proxy's own words go into a message: letters only, and not many.
      head.text(field.value).prefix(20).prefix { $0.isASCII && $0.isLetter }
    }
    let hasBasic = schemes.contains { $0.lowercased() == "basic" }
    guard hasBasic || schemes.isEmpty else {
      return .credentialsMissing(otherScheme: schemes.first.map(String.init))
    }
    return hadCredentials ? .credentialsRefused : .credentialsMissing(otherScheme: nil)
  }
}
