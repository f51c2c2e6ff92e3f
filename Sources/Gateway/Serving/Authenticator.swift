import NIOCore
import Secrets

/// Checks the key that a client shows, in `Authorization: Bearer` or in `x-api-key`.
struct Authenticator: Sendable {
  private let key: [UInt8]

  init(masterKey: Secret) {
    key = Array(masterKey.exposed.utf8)
  }

  enum Verdict: Equatable {
    case accepted
    case missing
    case wrong
  }

  func check(_ head: MessageHead) -> Verdict {
    // The configuration's reader refuses an empty key; this is the second lock.
    guard !key.isEmpty else { return .wrong }
    var verdict = Verdict.missing
    for field in head.fields where field.name == .authorization || field.name == .apiKey {
      let isKey = head.bytes.withUnsafeReadableBytes { bytes in
        let value = UnsafeRawBufferPointer(rebasing: bytes[field.value])
        return self.isKey(field.name == .authorization ? Self.bearerToken(value) : value)
      }
      if isKey { return .accepted }
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

  private func isKey(_ candidate: UnsafeRawBufferPointer) -> Bool {
    constantTimeEqual(candidate.bindMemory(to: UInt8.self).span, key.span)
  }
}
