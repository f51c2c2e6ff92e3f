import NIOHTTP1
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

  func check(_ headers: HTTPHeaders) -> Verdict {
    var verdict = Verdict.missing
    for (name, value) in headers {
      let candidate: Substring
      switch name.utf8.count {
      case 13 where name.matchesLowercased("authorization"):
        candidate = Self.bearerToken(value)
      case 9 where name.matchesLowercased("x-api-key"):
        candidate = value[...]
      default:
        continue
      }
      if isKey(candidate) { return .accepted }
      verdict = .wrong
    }
    return verdict
  }

  private static func bearerToken(_ value: String) -> Substring {
    let scheme = value.prefix(7)
    guard scheme.lowercased() == "bearer " else { return value[...] }
    return value.dropFirst(7)
  }

  private func isKey(_ candidate: Substring) -> Bool {
    var candidate = candidate
    return candidate.withUTF8 { constantTimeEqual($0.span, key.span) }
  }
}
