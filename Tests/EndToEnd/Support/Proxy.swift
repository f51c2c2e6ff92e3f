import Foundation
import Glibc

/// The embedded engine, running.
struct Proxy {
  /// Where it listens.
  let port: Int
  private let command: RunningCommand

  /// Starts it and waits until it listens.
  ///
  /// - Parameter command: `agentproxy-setup proxy …`.
  /// - Returns: the running proxy.
  /// - Throws: with what it said, when it does not come up.
  static func start(_ command: Command) async throws -> Proxy {
    let running = try command.start()
    let line = try await running.errorLine(containing: "listening on http://")
    let digits = line.suffix(from: line.lastIndex(of: ":") ?? line.startIndex).dropFirst().prefix { $0.isNumber }
    guard let port = Int(digits) else { throw Failure("no port in: \(line)") }
    return Proxy(port: port, command: running)
  }

  /// The process.
  var processID: Int32 { command.processID }

  /// What it said so far.
  var errors: String { command.errors }

  /// Waits for a line of its log, which comes a moment after the answer.
  ///
  /// - Parameter fragment: part of the line.
  /// - Throws: when it does not come.
  func expectLine(containing fragment: String) async throws {
    _ = try await command.errorLine(containing: fragment)
  }

  /// Sends it a signal.
  ///
  /// - Parameter signal: such as `SIGHUP`.
  func signal(_ signal: Int32) {
    command.signal(signal)
  }

  /// Asks it to stop, as a service manager would, without waiting.
  func terminate() {
    command.signal(SIGTERM)
  }

  /// Asks it to stop, and waits until it has.
  ///
  /// - Parameter timeout: after which it is killed.
  /// - Returns: how it ended.
  /// - Throws: when it had to be killed.
  @discardableResult
  func stop(timeout: Duration = .seconds(20)) async throws -> Outcome {
    terminate()
    return try await end(timeout: timeout)
  }

  /// Waits until it has stopped by itself.
  ///
  /// - Parameter timeout: after which it is killed.
  /// - Returns: how it ended.
  /// - Throws: when it had to be killed.
  func end(timeout: Duration = .seconds(20)) async throws -> Outcome {
    try await command.outcome(timeout: timeout)
  }
}
