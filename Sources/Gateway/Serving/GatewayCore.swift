import Synchronization
import WireFormats

/// What all connections share: the configuration made ready for use. It does not change while the gateway runs.
final class GatewayCore: Sendable {
  let configuration: GatewayConfiguration
  let limits: GatewayLimits
  let router: ModelRouter
  let authenticator: Authenticator
  let log: LogWriter?
  /// Seconds since 1970 at the start: the date of birth of models and mock answers.
  let startSeconds: Int
  private let requestIDs: RequestIDGenerator

  init(configuration: GatewayConfiguration, limits: GatewayLimits, log: LogWriter?, startSeconds: Int) {
    self.configuration = configuration
    self.limits = limits
    self.log = log
    self.startSeconds = startSeconds
    router = ModelRouter(configuration)
    authenticator = Authenticator(masterKey: configuration.masterKey)
    requestIDs = RequestIDGenerator()
  }

  func makeRequestID() -> RequestID { requestIDs.next() }
}
