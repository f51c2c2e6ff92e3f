import Dispatch
import Synchronization

/// Keeps a row for each request in an SQLite file, off the path of the requests.
///
/// Records are gathered for at most ``delay`` and written together. While the disk takes no more, they wait in memory up
/// to a bound; above it the newest are dropped, and counted.
public final class RequestLog: Sendable {
  /// Something to tell the user about the log.
  public enum Event: Sendable, Equatable {
    /// Rows cannot be written, for this reason. Said once until it goes well again.
    case cannotWrite(String)
    /// Rows are written again; so many were lost meanwhile.
    case writesAgain(lost: Int)
    /// The log has ended, and so many rows could not be written.
    case endedWithout(Int)
    /// What a client key spent cannot be read, for this reason, and counts as nothing.
    case cannotRead(String)
  }

  /// How long rows are kept, and whom to tell of troubles.
  public struct Options: Sendable {
    /// How old a row may become, in seconds; `nil` for ever.
    public var retentionSeconds: Int?
    /// Gets what is to be told. It is called on the log's own thread.
    public var report: @Sendable (Event) -> Void

    /// Keeps rows for `retentionSeconds`.
    public init(retentionSeconds: Int?, report: @escaping @Sendable (Event) -> Void = { _ in }) {
      self.retentionSeconds = retentionSeconds
      self.report = report
    }
  }

  private struct State {
    var pending: [RequestRecord] = []
    /// The size of the texts in them, where those are kept.
    var textSize = 0
    var dropped = 0
    var isScheduled = false
    /// Whether the last rows could not be written.
    var isFailing = false
    /// How many of those that were dropped have been told.
    var told = 0
    var isClosed = false
  }

  /// How long a record waits for others before they are written.
  private static let delay = DispatchTimeInterval.milliseconds(100)
  /// How long the rests may be while rows are written, in microseconds: with ``delay``, what a killed process loses.
  private static let longestRests = 50_000
  /// How long to wait after a failure.
  private static let delayAfterFailure = DispatchTimeInterval.seconds(1)
  /// How many records may wait: some megabytes, and how large their texts may be.
  static let capacity = 20_000
  static let textCapacity = 64 << 20
  private static let hour = DispatchTimeInterval.seconds(3600)
  /// The first removal is not in the first moment, in which clients wait for the gateway to start.
  private static let firstRemovalDelay = DispatchTimeInterval.seconds(5)
  private static let removalLimit = 20_000

  /// Where the file went that was there and is no database.
  public let setAside: String?
  private let database: RequestDatabase
  private let options: Options
  private let state = Mutex(State())
  private let thread = BackgroundThread(name: "agentproxy.requests")

  /// Opens the log, and makes the file if it is not there.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - options: how long rows are kept, and whom to tell of troubles.
  /// - Throws: ``RequestLogError``.
  public init(path: String, options: Options) throws(RequestLogError) {
    (database, setAside) = try RequestDatabase.open(path)
    self.options = options
    if let seconds = options.retentionSeconds { scheduleRemoval(of: seconds, after: Self.firstRemovalDelay) }
  }

  /// How many records were lost since the start.
  public var droppedCount: Int { state.withLock { $0.dropped } }

  /// Takes a record. It is made where it stays.
  public func write(_ record: @autoclosure () -> RequestRecord) {
    let mustSchedule = state.withLock { state in
      guard state.pending.count < Self.capacity, state.textSize < Self.textCapacity, !state.isClosed else {
        state.dropped += 1
        return false
      }
      state.pending.append(record())
      state.textSize += state.pending[state.pending.count - 1].textSize
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule { schedule(after: Self.delay) }
  }

  /// Waits until all records taken so far are written, but no longer than two seconds: a disk that stands still must not
  /// keep the process from ending.
  public func flush() {
    let isWritten = DispatchSemaphore(value: 0)
    thread.async { [self] in
      writePending()
      isWritten.signal()
    }
    _ = isWritten.wait(timeout: .now() + .seconds(2))
  }

  /// Writes what is left, and ends all use of the file.
  public func close() {
    flush()
    let isOpen = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard isOpen else { return }
    thread.stop()
    database.close()
    let missing = state.withLock { state in
      defer { state.pending = [] }
      return state.pending.count + state.dropped - state.told
    }
    if missing > 0 { options.report(.endedWithout(missing)) }
  }

  /// What the requests of a client key cost, in US dollars.
  ///
  /// - Parameters:
  ///   - clientKey: its name.
  ///   - microseconds: since 1970; earlier requests do not count.
  /// - Returns: the sum of their costs; zero if it cannot be read, which is reported.
  public func cost(of clientKey: String, since microseconds: Int64) -> Double {
    do {
      return try database.cost(of: clientKey, since: microseconds)
    } catch {
      options.report(.cannotRead(RequestDatabase.reason(error)))
      return 0
    }
  }

  // MARK: - On the thread

  private func schedule(after delay: DispatchTimeInterval) {
    thread.async(after: delay) { [self] in writePending() }
  }

  private func writePending() {
    let records = state.withLock { state in
      var records: [RequestRecord] = []
      swap(&records, &state.pending)
      state.textSize = 0
      state.isScheduled = false
      return records
    }
    guard !records.isEmpty else { return }
    do {
      try database.insert(records, pace: WritingPace(count: records.count, restingAtMost: Self.longestRests))
      let lost: Int? = state.withLock { state in
        guard state.isFailing else { return nil }
        defer {
          state.isFailing = false
          state.told = state.dropped
        }
        return state.dropped - state.told
      }
      if let lost { options.report(.writesAgain(lost: lost)) }
    } catch {
      keep(records, after: error)
    }
  }

  /// Puts records back that could not be written, the oldest first, and tries again a little later.
  private func keep(_ records: [RequestRecord], after error: any Error) {
    let isNews = state.withLock { state in
      let all = records + state.pending
      state.pending = Array(all.prefix(Self.capacity))
      state.dropped += all.count - state.pending.count
      state.textSize = state.pending.reduce(0) { $0 + $1.textSize }
      state.isScheduled = true
      defer { state.isFailing = true }
      return !state.isFailing
    }
    if isNews { options.report(.cannotWrite(RequestDatabase.reason(error))) }
    schedule(after: Self.delayAfterFailure)
  }

  private func scheduleRemoval(of seconds: Int, after delay: DispatchTimeInterval) {
    thread.async(after: delay) { [weak self] in self?.removeRows(olderThan: seconds) }
  }

  private func removeRows(olderThan seconds: Int) {
    let oldest = RequestTime.now() - Int64(seconds) * 1_000_000
    let count = (try? database.removeRows(before: oldest, limit: Self.removalLimit)) ?? 0
    // Many rows go in several steps, so that new ones are written between them.
    scheduleRemoval(of: seconds, after: count == Self.removalLimit ? Self.delay : Self.hour)
  }
}
