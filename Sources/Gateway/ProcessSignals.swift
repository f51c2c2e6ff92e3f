internal import CProcess
// Dispatch's sources may be cancelled from any thread, which Dispatch does not declare.
@preconcurrency import Dispatch
import Glibc

/// Signals that ask a process for something, as a sequence of their names.
///
/// Dispatch's own sources of signals begin to catch theirs on another thread, some time after they were made: one that
/// comes before that is lost. Here the signals are caught when the call returns, and wait in a pipe. They cannot be
/// blocked and waited for instead: the threads that others start get them then.
public struct ProcessSignals: Sendable {
  /// The names of the signals, in the order in which they come.
  public let names: AsyncStream<String>

  /// From now on SIGTERM and SIGINT, which ask for the end, do not end the process but are reported here, and to nobody
  /// who asked before.
  public static func termination() -> ProcessSignals {
    ProcessSignals([SIGTERM: "SIGTERM", SIGINT: "SIGINT"])
  }

  /// From now on SIGHUP, which asks for the configuration to be read again, is reported here, and to nobody who asked
  /// before.
  public static func reload() -> ProcessSignals { ProcessSignals([SIGHUP: "SIGHUP"]) }

  private init(_ signals: [Int32: String]) {
    names = AsyncStream { continuation in
      var pipe: Int32 = -1
      // Without it the signals do what they do by default.
      guard cps_catch_signals(Array(signals.keys), signals.count, &pipe) == 0 else { return continuation.finish() }
      let output = pipe
      let source = DispatchSource.makeReadSource(fileDescriptor: output)
      source.setEventHandler {
        var numbers = [UInt8](repeating: 0, count: 64)
        while case let count = read(output, &numbers, numbers.count), count > 0 {
          numbers[..<count].compactMap { signals[Int32($0)] }.forEach { continuation.yield($0) }
        }
      }
      source.resume()
      // The pipe stays open: a signal may come at any time.
      continuation.onTermination = { _ in source.cancel() }
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
