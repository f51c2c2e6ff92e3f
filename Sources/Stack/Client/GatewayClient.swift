import Diagnostics
import NIOCore
import NIOHTTP1
import NIOPosix
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

  /// Asks `endpoint`.
  public init(_ endpoint: GatewayEndpoint) { self.endpoint = endpoint }

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
    do {
      return try await SingleExchange.run(
        head(method, path, size: body.count, key ?? endpoint.key),
        body: body,
        patience: patience,
        encryptedFor: endpoint.usesTLS ? endpoint.host : nil
      ) { $0.connect(host: endpoint.host, port: endpoint.port) }
    } catch let fault as Fault {
      throw fault
    } catch {
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

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError where error.connectionErrors.isEmpty: "its name cannot be resolved"
    case is NIOConnectionError: "nothing listens there"
    case ChannelError.connectTimeout: "no answer in time"
    default: "the connection failed"
    }
  }
}
