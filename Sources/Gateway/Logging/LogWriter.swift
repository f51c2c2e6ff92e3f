import Dispatch
import Glibc
import Synchronization

/// Writes log lines from a queue of its own, so that a slow terminal never holds up a request.
///
/// Lines are gathered for at most 100 ms. While the reader of the log stands still, lines above a bound are dropped and
/// counted, rather than memory filled.
public final class LogWriter: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var dropped = 0
    var isScheduled = false
    var clock = LogClock()
  }

  private static let maximumPending = 1 << 20
  private static let delay = DispatchTimeInterval.milliseconds(100)
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "agentproxy.log")
  private let descriptor: Int32

  /// Writes to standard error.
  public static let standardError = LogWriter(descriptor: STDERR_FILENO)

  /// Writes to an open file descriptor, which stays the caller's.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Takes one request's entry.
  func write(_ entry: AccessLogEntry) {
    append { entry.write(to: &$0) }
  }

  /// Takes one line of plain words.
  public func write(message: String) {
    append { $0.append(contentsOf: " \(message)\n".utf8) }
  }

  /// Waits until all lines taken so far are written, but no longer than a second: a reader that stands still must not
  /// keep the process from ending.
  public func flush() {
    let isWritten = DispatchSemaphore(value: 0)
    queue.async { [self] in
      writePending()
      isWritten.signal()
    }
    _ = isWritten.wait(timeout: .now() + .seconds(1))
  }

  private func append(_ build: (inout [UInt8]) -> Void) {
    let mustSchedule = state.withLock { state in
      guard state.pending.count < Self.maximumPending else {
        state.dropped += 1
        return false
      }
      state.clock.write(to: &state.pending)
      build(&state.pending)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule {
      queue.asyncAfter(deadline: .now() + Self.delay) { [self] in writePending() }
    }
  }

  private func writePending() {
    let lines = state.withLock { state in
      var lines: [UInt8] = []
      swap(&lines, &state.pending)
      state.isScheduled = false
      if state.dropped > 0 {
        state.clock.write(to: &lines)
        lines.append(contentsOf: " \(state.dropped) log lines dropped\n".utf8)
        state.dropped = 0
      }
      return lines
    }
    lines.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno == EAGAIN {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&ready, 1, 1000)
        } else if errno != EINTR {
          return  // The log's reader is gone; there is nobody left to tell.
        }
      }
    }
  }
}
