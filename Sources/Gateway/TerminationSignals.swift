// Dispatch's sources may be cancelled from any thread, which Dispatch does not declare.
@preconcurrency import Dispatch
import Glibc

/// The signals that ask a process to end, as a sequence of their names.
public struct TerminationSignals: Sendable {
  private let names: AsyncStream<String>

  /// From now on SIGTERM and SIGINT do not end the process but are reported here.
  public init() {
    names = AsyncStream { continuation in
      let sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
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
