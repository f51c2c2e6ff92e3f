import Secrets
import Testing

@Suite struct SecretTests {
  private let secret = Secret("sk-0123456789abcdef0123456789abcdef")

  @Test func noWayOfPrintingShowsIt() {
    var dumped = ""
    dump(secret, to: &dumped)
    let holder = (name: "key", secret: secret)
    for text in [
      "\(secret)", String(reflecting: secret), dumped, "\(holder)", "\([secret])", "\(Optional(secret) as Any)",
    ] {
      #expect(!text.contains("0123456789abcdef"))
    }
  }

  @Test(arguments: [
    ("sk-0123456789abcdef0123456789abcdef", "sk-…cdef"),
    ("0123456789abcdef", "…cdef"),
    ("sk-1234567890", "…"),
    ("short", "…"),
    ("", "(empty)"),
  ])
  func maskingShowsAtMostAThird(_ text: String, _ masked: String) {
    #expect(Secret(text).masked == masked)
  }

  @Test func equalityComparesTheText() {
    #expect(secret == Secret("sk-0123456789abcdef0123456789abcdef"))
    #expect(secret != Secret("sk-0123456789abcdef0123456789abcdee"))
    #expect(secret != Secret("sk-0123456789abcdef0123456789abcde"))
    #expect(Secret("") == Secret(""))
  }

  @Test func randomKeysHaveTheirPrefixAnd256Bits() {
    let keys = (0..<200).map { _ in Secret.random().exposed }
    #expect(Set(keys).count == keys.count)
    for key in keys {
      #expect(key.hasPrefix("sk-"))
      #expect(key.count == 67)
      #expect(key.dropFirst(3).allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }
  }
}

@Suite struct ConstantTimeEqualTests {
  @Test(arguments: [
    ("", "", true), ("a", "", false), ("", "a", false), ("a", "a", true), ("ab", "a", false), ("a", "ab", false),
    ("aa", "a", false), ("abab", "ab", false), ("key", "kez", false), ("sk-master", "sk-master", true),
  ])
  func agreesWithPlainEquality(_ candidate: String, _ expected: String, _ isEqual: Bool) {
    #expect(constantTimeEqual(Array(candidate.utf8).span, Array(expected.utf8).span) == isEqual)
  }
}
