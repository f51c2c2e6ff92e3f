import NIOCore
import RequestLog
import WireFormats

/// What all connections share: the configuration made ready for use. It does not change; a configuration that is read
/// anew has a core of its own, and each request keeps the one with which it began.
final class GatewayCore: Sendable {
  let configuration: GatewayConfiguration
  let limits: GatewayLimits
  let router: ModelRouter
  let authenticator: Authenticator
  let log: LogWriter?
  let requestLog: RequestLog?
  let metrics: GatewayMetrics
  /// `nil` where equal requests are each asked of a provider.
  let cache: AnswerCache?
  /// Seconds since 1970 at the start: the date of birth of models and mock answers.
  let startSeconds: Int
  private let requestIDs: RequestIDGenerator
  private let allowedAddresses: [AddressRange]?

  init(
    configuration: GatewayConfiguration,
    allowedAddresses: [AddressRange]?,
    limits: GatewayLimits,
    log: LogWriter?,
    requestLog: RequestLog? = nil,
    startSeconds: Int,
    after predecessor: GatewayCore? = nil
  ) {
    self.configuration = configuration
    self.limits = limits
    let lists = [configuration.allowedAddresses, allowedAddresses].compactMap { $0 }
    self.allowedAddresses = lists.isEmpty ? nil : lists.joined() + AddressRange.loopback
    self.log = log
    self.requestLog = requestLog
    // What is kept stays kept for as long as it is kept in the same way.
    let present = predecessor?.cache.flatMap { $0.settings == configuration.cache ? $0 : nil }
    cache = configuration.usesCache ? present ?? AnswerCache(configuration.cache) : nil
    metrics = predecessor?.metrics ?? GatewayMetrics()
    self.startSeconds = startSeconds
    router = ModelRouter(configuration, after: predecessor?.router)
    authenticator = Authenticator(
      masterKey: configuration.masterKey,
      clientKeys: configuration.clientKeys,
      after: predecessor?.authenticator,
      log: requestLog
    )
    requestIDs = predecessor?.requestIDs ?? RequestIDGenerator()
  }

  /// The core of a configuration that is read anew: it goes on with all that is known, counted and under way.
  func successor(_ configuration: GatewayConfiguration, allowedAddresses: [AddressRange]?) -> GatewayCore {
    GatewayCore(
      configuration: configuration,
      allowedAddresses: allowedAddresses,
      limits: limits,
      log: log,
      requestLog: requestLog,
      startSeconds: startSeconds,
      after: self
    )
  }

  /// Whether the bodies of requests and answers are kept in the log of requests.
  var storesText: Bool { configuration.storesText && requestLog != nil }
  /// How much is kept of each, in bytes.
  static let longestStoredText = 1 << 20

  /// Whether a client may ask at all.
  func isAllowed(_ address: SocketAddress?) -> Bool {
    guard let allowedAddresses else { return true }
    guard let text = address?.ipAddress else { return false }
    return allowedAddresses.contains { $0.contains(text) }
  }

  func makeRequestID() -> RequestID { requestIDs.next() }
}
