/// What is to happen to one key, and why: the value last written, the one there now, and the one wanted.
public struct KeyChange: Sendable, Equatable, Codable {
  /// What is to happen, named after what was found.
  public enum State: String, Sendable, Codable {
    /// There is no such key yet: it is added.
    case added
    /// There is another value, not written by us: it is replaced, and kept for `restore`.
    case replaced
    /// What we wrote is there, and something else is wanted now: it is written.
    case updated
    /// What we wrote was changed since, and must not be: it is put back.
    case putBack
    /// What we wrote was changed since, and may be, or fills a gap that ours would fill: it stays.
    case kept
    /// The wanted value is there.
    case unchanged
    /// What we wrote is not wanted any longer: what was before comes back.
    case withdrawn
    /// `restore`: what was before comes back.
    case restored
    /// `restore`: what we wrote was changed since; it stays.
    case left
  }

  /// The key.
  public var path: String
  /// What is to happen.
  public var state: State
  /// The value that was last written, as it may be shown; `nil` if none was.
  public var last: String?
  /// The value in the file now, as it may be shown; `nil` if there is none.
  public var actual: String?
  /// The value wanted, as it may be shown; `nil` if none is.
  public var wanted: String?
  /// The line of the value now, counted from 1.
  public var line: Int?

  /// Whether the key is written to.
  public var isWrite: Bool {
    switch state {
    case .added, .replaced, .updated, .putBack, .withdrawn, .restored: true
    case .kept, .unchanged, .left: false
    }
  }

  /// What happens and why, in a line: `model: kept "gpt-6-sol", which is not what was last written ("gpt-5.5")`.
  public var description: String {
    let last = last ?? "a secret"
    let actual = actual ?? "nothing"
    let wanted = wanted ?? "nothing"
    return switch state {
    case .added: "\(path): added, \(wanted)"
    case .replaced: "\(path): \(wanted) replaces your \(actual)"
    case .updated: "\(path): \(wanted) follows \(actual)"
    case .putBack: "\(path): \(wanted) put back over \(actual), which is not what was last written (\(last))"
    case .kept where self.last == nil: "\(path): \(actual) kept, which is yours; ours would be \(wanted)"
    case .kept: "\(path): \(actual) kept, which somebody chose after \(last) was written; .env asks for \(wanted)"
    case .unchanged: "\(path): \(wanted) as it should be"
    case .withdrawn: "\(path): no longer wanted, \(wanted) instead of \(actual)"
    case .restored: "\(path): \(wanted) instead of \(actual)"
    case .left where self.last == self.actual: "\(path): \(actual) left, for other values need it"
    case .left: "\(path): \(actual) left alone; it is not what was last written (\(last))"
    }
  }
}
