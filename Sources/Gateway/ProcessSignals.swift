// Dispatch's sources may be cancelled from any thread, which Dispatch does not declare.
@preconcurrency import Dispatch
import Glibc

/// Signals that ask a process for something, as a sequence of their names.
public struct ProcessSignals: Sendable {
  /// The names of the signals, in the order in which they come.
  public let names: AsyncStream<String>

  /// From now on SIGTERM and SIGINT, which ask for the end, do not end the process but are reported here.
  public static func termination() -> ProcessSignals {
    ProcessSignals([(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")])
  }

  /// From now on SIGHUP, which asks for the configuration to be read again, is reported here.
  public static func reload() -> ProcessSignals { ProcessSignals([(SIGHUP, "SIGHUP")]) }

  private init(_ signals: [(number: Int32, name: String)]) {
    names = AsyncStream { continuation in
      let sources = signals.map { number, name in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler { continuation.yield(name) }
        source.resume()
        return source
      }
      continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
    }
  }

  /// Waits for the next signal.
  ///
  /// - Returns: its name, such as `SIGTERM`, or `nil` if the waiting task is cancelled.
  public func next() async -> String? {
    for await name in names { return name }
    return nil
  }
}
