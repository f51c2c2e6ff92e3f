internal import CProcess

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A process that may be signalled later: its number, and what tells it from any other that gets the same number.
public struct ProcessIdentity: Sendable, Equatable, Codable {
  /// The number.
  public let number: Int32
  /// When and where it began, in a form that is only ever compared.
  public let start: String

  /// This process.
  public static var current: ProcessIdentity? { ProcessIdentity(running: getpid()) }

  /// The process that has a number at present; `nil` if none has.
  public init?(running number: Int32) {
    var text = [CChar](repeating: 0, count: 256)
    guard cps_identity(number, &text, text.count) == 0 else { return nil }
    self.number = number
    start = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether it runs, or at least has not ended yet.
  public var isRunning: Bool { ProcessIdentity(running: number) == self }

  /// Sends it a signal. Another process that has its number by now gets none.
  ///
  /// - Parameter signal: such as `SIGTERM`.
  /// - Returns: whether it was there to get it.
  @discardableResult
  public func send(_ signal: Int32) -> Bool { cps_signal(number, start, signal) == 0 }

  /// Asks it to end, and kills it if it does not.
  ///
  /// - Parameter patience: how long it may take.
  /// - Returns: whether it has ended by itself.
  @discardableResult
  func end(within patience: Duration) async -> Bool {
    send(SIGTERM)
    if await hasEnded(within: patience) { return true }
    send(SIGKILL)
    _ = await hasEnded(within: .seconds(5))
    return false
  }

  /// Waits for its end.
  ///
  /// - Parameter patience: how long at most.
  /// - Returns: whether it has ended.
  func hasEnded(within patience: Duration) async -> Bool {
    let deadline = ContinuousClock.now + patience
    while isRunning {
      guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(20))) != nil else { return false }
    }
    return true
  }
}
