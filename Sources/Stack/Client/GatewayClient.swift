import Diagnostics
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import Secrets

/// Asks a gateway, each time over a connection of its own.
public struct GatewayClient: Sendable {
  /// What came back.
  public struct Answer: Sendable {
    /// The status.
    public let status: Int
    /// The body, up to a bound.
    public let body: [UInt8]
    /// What time it was there, as the header `Date` says it; `nil` if it does not.
    public let date: String?
  }

  /// Why nothing came back.
  public enum Fault: Error, Equatable {
    /// No connection came about.
    case down(String)
    /// The connection ended too early, or what came is no HTTP.
    case broken(String)
    /// It took too long.
    case timeout
  }

  /// As much of an answer is read. That to a question of one word is far shorter.
  static let largestBody = 4 << 20

  let endpoint: GatewayEndpoint
  private let group: MultiThreadedEventLoopGroup

  /// Asks `endpoint`.
  public init(_ endpoint: GatewayEndpoint) {
    self.endpoint = endpoint
    group = .singleton
  }

  /// Sends a request, and waits for the whole answer.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - path: the path, beginning with `/v1`.
  ///   - body: JSON, if there is any.
  ///   - key: in place of the endpoint's.
  ///   - patience: how long to wait for the connection, and how long for all the rest.
  /// - Returns: the answer.
  /// - Throws: ``Fault``.
  func send(
    _ method: HTTPMethod,
    _ path: String,
    body: [UInt8] = [],
    key: Secret? = nil,
    patience: TimeAmount
  ) async throws(Fault) -> Answer {
    let answer = group.next().makePromise(of: Answer.self)
    do {
      let channel = try await ClientBootstrap(group: group)
        .connectTimeout(min(patience, .seconds(5)))
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            if endpoint.usesTLS { try channel.pipeline.syncOperations.addHandler(Self.encryption(endpoint.host)) }
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            try channel.pipeline.syncOperations.addHandler(AnswerCollector(answer))
          }
        }
        .connect(host: endpoint.host, port: endpoint.port)
        .get()
      let timer = channel.eventLoop.scheduleTask(in: patience) {
        answer.fail(Fault.timeout)
        channel.close(promise: nil)
      }
      defer {
        timer.cancel()
        channel.close(promise: nil)
      }
      channel.write(HTTPClientRequestPart.head(head(method, path, size: body.count, key ?? endpoint.key)), promise: nil)
      channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      return try await answer.futureResult.get()
    } catch let fault as Fault {
      throw fault
    } catch {
      // Nothing was sent: the promise has nobody left who would keep it.
      answer.fail(error)
      throw .down(Self.reason(error))
    }
  }

  /// Asks for what needs no body.
  ///
  /// - Parameters:
  ///   - path: the path, and the query if there is one.
  ///   - seconds: how long to wait.
  /// - Returns: the answer.
  /// - Throws: ``Fault``.
  func get(_ path: String, seconds: Int64) async throws(Fault) -> Answer {
    try await send(.GET, path, patience: .seconds(seconds))
  }

  private func head(_ method: HTTPMethod, _ path: String, size: Int, _ key: Secret) -> HTTPRequestHead {
    var headers = HTTPHeaders()
    headers.add(
      name: "host",
      value: "\(endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host):\(endpoint.port)"
    )
    if !key.exposed.isEmpty { headers.add(name: "authorization", value: "Bearer \(key.exposed)") }
    headers.add(name: "anthropic-version", value: "2023-06-01")
    headers.add(name: "user-agent", value: "agentproxy-setup")
    headers.add(name: "content-type", value: "application/json")
    headers.add(name: "content-length", value: "\(size)")
    headers.add(name: "connection", value: "close")
    return HTTPRequestHead(version: .http1_1, method: method, uri: endpoint.pathPrefix + path, headers: headers)
  }

  /// Asks, and waits for the whole answer.
  ///
  /// - Parameters:
  ///   - path: the path, with `/v1` where it has one.
  ///   - body: JSON to post; `nil` to get.
  ///   - key: in place of the gateway's own.
  ///   - seconds: how long to wait for the connection, and how long for all the rest.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``Fault``.
  public func ask(
    _ path: String,
    body: [UInt8]? = nil,
    key: Secret? = nil,
    seconds: Int
  ) async throws(Fault) -> Answer {
    try await send(body == nil ? .GET : .POST, path, body: body ?? [], key: key, patience: .seconds(Int64(seconds)))
  }

  private static func encryption(_ host: String) throws -> NIOSSLClientHandler {
    let context = try NIOSSLContext(configuration: .makeClientConfiguration())
    // An address is no name to show to a server.
    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError where error.connectionErrors.isEmpty: "its name cannot be resolved"
    case is NIOConnectionError: "nothing listens there"
    case ChannelError.connectTimeout: "no answer in time"
    default: "the connection failed"
    }
  }
}
