internal import Diagnostics
public import Gateway
internal import NIOCore
internal import NIOHTTP1
public import Secrets

/// Asks a provider itself, each time over a connection of its own, on the way that the engine takes.
public struct ProviderClient: Sendable {
  /// Why nothing came back.
  public enum Fault: Error, Sendable, Equatable {
    /// No connection came about.
    case connection(ConnectionFault)
    /// What is to be trusted or gone through cannot be used, and why.
    case settings(String)
    /// The connection ended, or what came is not HTTP.
    case broken(String)
    /// It took too long.
    case timeout
  }

  private let endpoint: UpstreamEndpoint
  private let provider: ProviderKind
  private let key: Secret
  private let outbound: OutboundSettings

  /// Asks a provider.
  ///
  /// - Parameters:
  ///   - endpoint: where it is.
  ///   - provider: what it speaks.
  ///   - key: the token.
  ///   - outbound: how it is reached.
  public init(_ endpoint: UpstreamEndpoint, _ provider: ProviderKind, key: Secret, _ outbound: OutboundSettings) {
    self.endpoint = endpoint
    self.provider = provider
    self.key = key
    self.outbound = outbound
  }

  /// Asks, and waits for the whole answer.
  ///
  /// - Parameters:
  ///   - path: below the base URL, beginning with a slash.
  ///   - body: JSON to post; `nil` to get.
  ///   - seconds: how long to wait for each of connecting, TLS and the answer.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``Fault``.
  public func ask(
    _ path: String,
    body: [UInt8]? = nil,
    seconds: Int
  ) async throws(Fault) -> GatewayClient.Answer {
    let patience = TimeAmount.seconds(Int64(seconds))
    let connection: ProviderConnection
    do {
      connection = try await ProviderConnection.open(to: endpoint, outbound, timeout: patience)
    } catch let fault as ConnectionFault {
      throw .connection(fault)
    } catch {
      throw .settings((error as? Failure)?.diagnostics.first?.message ?? "\(error)")
    }
    let channel = connection.channel
    let answer = channel.eventLoop.makePromise(of: GatewayClient.Answer.self)
    let timer = channel.eventLoop.scheduleTask(in: patience) { answer.fail(GatewayClient.Fault.timeout) }
    defer {
      timer.cancel()
      channel.close(promise: nil)
    }
    do {
      try await channel.eventLoop.submit {
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        try channel.pipeline.syncOperations.addHandler(AnswerCollector(answer))
      }
      .get()
      channel.write(HTTPClientRequestPart.head(head(path, body, connection)), promise: nil)
      channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body ?? []))), promise: nil)
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      return try await answer.futureResult.get()
    } catch {
      // The promise may have nobody left who would keep it.
      answer.fail(error)
      switch error as? GatewayClient.Fault {
      case .timeout: throw .timeout
      case .down(let reason), .broken(let reason): throw .broken(reason)
      case nil: throw .broken("the connection failed")
      }
    }
  }

  private func head(_ path: String, _ body: [UInt8]?, _ connection: ProviderConnection) -> HTTPRequestHead {
    var headers = HTTPHeaders()
    headers.add(name: "host", value: endpoint.hostHeader)
    if provider == .anthropic {
      headers.add(name: "x-api-key", value: key.exposed)
      headers.add(name: "anthropic-version", value: "2023-06-01")
    } else {
      headers.add(name: "authorization", value: "Bearer \(key.exposed)")
    }
    if let authorization = connection.proxyAuthorization {
      headers.add(name: "proxy-authorization", value: authorization.exposed)
    }
    headers.add(name: "user-agent", value: "agentproxy-setup")
    headers.add(name: "accept", value: "application/json")
    if let body {
      headers.add(name: "content-type", value: "application/json")
      headers.add(name: "content-length", value: "\(body.count)")
    }
    headers.add(name: "connection", value: "close")
    return HTTPRequestHead(
      version: .http1_1,
      method: body == nil ? .GET : .POST,
      uri: connection.targetPrefix + endpoint.pathPrefix + path,
      headers: headers
    )
  }
}
