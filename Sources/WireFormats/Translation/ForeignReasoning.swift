/// Finds out whether a request holds thoughts of another provider's model.
///
/// A client that changes its model in the middle of a session sends the new one what the old one thought. Where both
/// sides speak one format, and bytes would pass through, the new provider refuses the whole request over it. Such a
/// request must go through a ``Translation`` from its format to the same one, which leaves those thoughts out.
public enum ForeignReasoning {
  /// Looks for the marks that this module leaves on thoughts.
  ///
  /// - Parameters:
  ///   - request: the request's body.
  ///   - format: the format of both sides.
  /// - Returns: whether one is there. A text that speaks of them counts as well; nothing is lost by that.
  public static func isPresent(in request: Span<UInt8>, format: WireFormat) -> Bool {
    switch format {
    case .responses:
      ByteSearch("rs_agentproxy_").isFound(in: request) || ByteSearch("agentproxy:anth").isFound(in: request)
    // Thoughts that no provider vouches for have an empty signature.
    case .messages:
      ByteSearch("agentproxy:openai").isFound(in: request) || ByteSearch(#""signature":"""#).isFound(in: request)
    case .chatCompletions, .completions, .embeddings, .countTokens: false
    }
  }
}

/// Looks for a few bytes in many (Horspool's algorithm, which skips most of them).
struct ByteSearch {
  private let pattern: [UInt8]
  private let skips: [Int]

  init(_ text: String) {
    pattern = Array(text.utf8)
    var skips = [Int](repeating: pattern.count, count: 256)
    for (index, byte) in pattern.dropLast().enumerated() { skips[Int(byte)] = pattern.count - 1 - index }
    self.skips = skips
  }

  func isFound(in bytes: Span<UInt8>) -> Bool {
    var end = pattern.count - 1
    while end < bytes.count {
      let last = bytes[end]
      if last == pattern[pattern.count - 1], matches(bytes, from: end - pattern.count + 1) { return true }
      end += skips[Int(last)]
    }
    return false
  }

  private func matches(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    for index in pattern.indices where bytes[start + index] != pattern[index] { return false }
    return true
  }
}
