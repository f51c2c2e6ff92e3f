public import NIOCore

/// The bounds on what a client may cost.
public struct GatewayLimits: Sendable {
  /// How long the first request's head may take, from the moment of connecting.
  public var headTimeout: TimeAmount = .seconds(30)
  /// How long a connection may stay open between requests.
  public var idleTimeout: TimeAmount = .seconds(75)
  /// How long a request's body may take, from its head to its end.
  public var bodyTimeout: TimeAmount = .seconds(60)
  /// How long nothing is sent within a stream before the client gets a ping, and then between two of them.
  public var pingInterval: TimeAmount = .seconds(15)
  /// How long a client waits for a stream to begin before the gateway begins it itself.
  public var openingDelay: TimeAmount = .seconds(60)
  /// How long connecting to an upstream may take.
  public var connectTimeout: TimeAmount = .seconds(10)
  /// How long an unused upstream connection is kept.
  public var upstreamIdleTimeout: TimeAmount = .seconds(50)
  /// How long a refused client is listened to, so that it can read the answer before the connection ends.
  public var lingerTimeout: TimeAmount = .seconds(2)
  /// How long an upstream that has told all of an answer may take to end it.
  public var closingTimeout: TimeAmount = .seconds(1)
  /// The largest head, in bytes of all names and values.
  public var maximumHeadSize = 64 << 10
  /// The most header fields of one head.
  public var maximumHeaderCount = 128
  /// How long running requests may go on after SIGTERM.
  public var drainTimeout: TimeAmount = .seconds(30)

  /// The bounds in the open.
  public init() {}
}
