/// What the model thought, and the provider's own record of it.
struct Reasoning: Sendable, Equatable {
  /// The thoughts or their summary, in paragraphs; empty where the provider shows none.
  var paragraphs: [String]
  /// What lets the provider that thought them take them up again.
  var proof: Proof?

  init(_ paragraphs: [String] = [], proof: Proof? = nil) {
    self.paragraphs = paragraphs
    self.proof = proof
  }

  /// The thoughts in one text.
  var text: String { paragraphs.joined(separator: "\n\n") }

  /// A provider's record of thoughts, which it alone can read. None is ever made here.
  enum Proof: Sendable, Equatable {
    /// Anthropic's signature under the thoughts.
    case signature(String)
    /// Anthropic's thoughts, encrypted (`redacted_thinking`).
    case redacted(String)
    /// OpenAI's thoughts, encrypted (`encrypted_content`), and their item's id.
    case encrypted(id: String?, String)
  }
}

extension Reasoning.Proof {
  /// The format whose providers can read it.
  var format: WireFormat {
    switch self {
    case .signature, .redacted: .messages
    case .encrypted: .responses
    }
  }
}
