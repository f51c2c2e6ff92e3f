import NIOCore
import Synchronization

/// Answers that were given, for requests that are equal. Shared by all event loops.
final class AnswerCache: Sendable {
  let settings: CacheSettings
  private let state = Mutex(AnswerStore())

  init(_ settings: CacheSettings) {
    self.settings = settings
  }

  /// Finds the answer to an equal request.
  ///
  /// - Parameters:
  ///   - key: the request.
  ///   - maximumAgeSeconds: how old it may be, where the client says so.
  ///   - now: the present time, in nanoseconds.
  /// - Returns: the answer, if there is one that is young enough.
  func answer(to key: CacheKey, maximumAgeSeconds: Double?, now: Int64) -> CachedAnswer? {
    guard let answer = state.withLock({ $0.answer(to: key, now: now) }) else { return nil }
    if let maximumAgeSeconds, answer.ageSeconds(at: now) > maximumAgeSeconds { return nil }
    return answer
  }

  /// Keeps an answer.
  ///
  /// - Parameters:
  ///   - answer: the answer.
  ///   - key: the request.
  ///   - lifetimeSeconds: for how long, where the client says so.
  func store(_ answer: CachedAnswer, for key: CacheKey, lifetimeSeconds: Double?) {
    let seconds = max(0, min(lifetimeSeconds ?? settings.lifetimeSeconds, 1e9))
    let end = answer.storedAt + Int64(seconds * 1e9)
    state.withLock { $0.store(answer, for: key, until: end, maximumSize: settings.maximumSize) }
  }
}

/// The answers, and the order in which they were used last.
///
/// Times are nanoseconds of any clock that does not go back.
struct AnswerStore {
  private struct Entry {
    let answer: CachedAnswer
    let end: Int64
    let size: Int
    var lastUse: UInt64
  }

  /// What an entry costs beside its bytes, or a little more.
  private static let overhead = 512

  private var entries: [CacheKey: Entry] = [:]
  private var size = 0
  private var uses: UInt64 = 0

  var count: Int { entries.count }

  mutating func answer(to key: CacheKey, now: Int64) -> CachedAnswer? {
    guard let entry = entries[key] else { return nil }
    guard entry.end > now else {
      remove(key)
      return nil
    }
    uses += 1
    entries[key]?.lastUse = uses
    return entry.answer
  }

  mutating func store(_ answer: CachedAnswer, for key: CacheKey, until end: Int64, maximumSize: Int) {
    remove(key)
    let entrySize = key.size + answer.body.readableBytes + Self.overhead
    guard end > answer.storedAt, entrySize <= maximumSize else { return }
    if size + entrySize > maximumSize { makeRoom(maximumSize - entrySize, now: answer.storedAt) }
    uses += 1
    entries[key] = Entry(answer: answer, end: end, size: entrySize, lastUse: uses)
    size += entrySize
  }

  /// Removes what is too old, and then what was not used for the longest. A tenth more than is needed goes, so that not
  /// every answer has to look for its place.
  private mutating func makeRoom(_ target: Int, now: Int64) {
    for (key, entry) in entries where entry.end <= now { remove(key) }
    let target = target - target / 10
    guard size > target else { return }
    for (key, _) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
      remove(key)
      if size <= target { return }
    }
  }

  private mutating func remove(_ key: CacheKey) {
    guard let entry = entries.removeValue(forKey: key) else { return }
    size -= entry.size
  }
}
