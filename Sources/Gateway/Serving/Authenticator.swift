import NIOCore
import RequestLog
import Secrets

/// Checks the key that a client shows, in `Authorization: Bearer` or in `x-api-key`.
struct Authenticator: Sendable {
  /// The master key, which belongs to no account, and those of single clients.
  private let keys: [(bytes: [UInt8], account: ClientAccount?)]

  /// - Parameters:
  ///   - masterKey: the key that may do anything.
  ///   - clientKeys: the others.
  ///   - predecessor: what checked them before the configuration was read anew: its accounts go on counting.
  ///   - log: knows what the keys have spent.
  init(
    masterKey: Secret,
    clientKeys: [ClientKey] = [],
    after predecessor: Authenticator? = nil,
    log: RequestLog? = nil
  ) {
    var counters: [String: ClientCounters] = [:]
    for case let account? in predecessor?.keys.map(\.account) ?? [] { counters[account.name] = account.counters }
    var keys: [(bytes: [UInt8], account: ClientAccount?)] = [(Array(masterKey.exposed.utf8), nil)]
    for key in clientKeys {
      let account = ClientAccount(key, counters: counters[key.name] ?? ClientCounters(), log: log)
      keys.append((Array(key.key.exposed.utf8), account))
    }
    // The configuration's reader refuses an empty key; this is the second lock.
    self.keys = keys.filter { !$0.bytes.isEmpty }
  }

  enum Verdict {
    /// With the account of the client, unless it showed the master key.
    case accepted(ClientAccount?)
    case missing
    case wrong
  }

  func check(_ head: MessageHead) -> Verdict {
    var verdict = Verdict.missing
    for field in head.fields where field.name == .authorization || field.name == .apiKey {
      let index = head.bytes.withUnsafeReadableBytes { bytes in
        let value = UnsafeRawBufferPointer(rebasing: bytes[field.value])
        return self.index(of: field.name == .authorization ? Self.bearerToken(value) : value)
      }
      if let index { return .accepted(keys[index].account) }
      verdict = .wrong
    }
    return verdict
  }

  /// What stands behind `Bearer`; the whole value under another scheme, which then is no key.
  private static func bearerToken(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard value.count > 7, UnsafeRawBufferPointer(rebasing: value[..<7]).matchesLowercased("bearer ") else {
      return value
    }
    return UnsafeRawBufferPointer(rebasing: value[7...])
  }

  /// Which key it is. Each comparison takes as long whatever the candidate is.
  private func index(of candidate: UnsafeRawBufferPointer) -> Int? {
    let candidate = candidate.bindMemory(to: UInt8.self).span
    return keys.firstIndex { constantTimeEqual(candidate, $0.bytes.span) }
  }
}
