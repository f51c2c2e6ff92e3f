/// One provider's record of thoughts in the field where the other's format keeps its own.
///
/// A client keeps such a field unread and sends it back with the next turn. So a signature can travel through a
/// Responses client, and encrypted content through a Messages client, as long as it can be told on its return from
/// what the client's own provider would have put there: by a mark in front.
enum SealedProof {
  private static let signature = "agentproxy:anthropic-signature:"
  private static let redacted = "agentproxy:anthropic-redacted:"
  private static let encrypted = "agentproxy:openai-encrypted:"

  /// What each of them begins with, and what stands in the ids of thoughts that no provider vouches for.
  static let name = "agentproxy"

  /// The field's text for a proof of the other provider.
  static func seal(_ proof: Reasoning.Proof) -> String {
    switch proof {
    case .signature(let text): signature + text
    case .redacted(let text): redacted + text
    // An id has no colon; one that has is left out, for OpenAI does without.
    case .encrypted(let id, let text): encrypted + (id.flatMap { $0.contains(":") ? nil : $0 } ?? "") + ":" + text
    }
  }

  /// The proof that a field's text holds, or `nil` if it is the field's own.
  static func open(_ text: String) -> Reasoning.Proof? {
    if let rest = text.dropping(signature) { return .signature(rest) }
    if let rest = text.dropping(redacted) { return .redacted(rest) }
    guard let rest = text.dropping(encrypted), let colon = rest.firstIndex(of: ":") else { return nil }
    let id = rest[..<colon]
    return .encrypted(id: id.isEmpty ? nil : String(id), String(rest[rest.index(after: colon)...]))
  }
}

extension String {
  /// What follows `prefix`, or `nil` if the text does not begin with it.
  func dropping(_ prefix: String) -> String? {
    guard utf8.starts(with: prefix.utf8) else { return nil }
    return String(self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...])
  }
}
