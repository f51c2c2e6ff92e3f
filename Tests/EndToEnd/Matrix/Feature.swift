import FakeUpstream

/// What a client can ask of a provider, and every pair of formats must be able to translate.
enum Feature: String, CaseIterable {
  case text, tools, parallel, images, thinking, structured, error

  /// The names under which the tests know it: those of ``ComparedCase`` and of the checks of the SDKs.
  private var names: [String] {
    switch self {
    case .text: ["text"]
    case .tools: ["chosen", "call", "results"]
    case .parallel: ["calls", "runner"]
    case .images: ["image"]
    case .thinking: ["thought"]
    case .structured: ["schema"]
    case .error: ["auth", "rate", "context", "server", "cut", "failing"]
    }
  }

  /// Whether a case or a check is about it, in one way or the other.
  func isTested(by name: String, streamed: Bool) -> Bool {
    let words = name.split(separator: " ").map(String.init)
    // These break off in the middle, which only a stream can do.
    let isStreamed = words.contains("streamed") || words.contains("cut") || words.contains("failing")
    return isStreamed == streamed && names.contains { words.contains($0) }
  }

  /// The requests that a cell of the matrix sends: cases of ``ComparedCase``.
  func cases(streamed: Bool) -> [String] {
    switch self {
    case .text: ["text"]
    case .tools: ["chosen", "results"]
    case .parallel: ["calls"]
    case .images: ["image"]
    case .thinking: ["thought"]
    case .structured: ["schema"]
    case .error: streamed ? ["rate", "failing"] : ["rate", "server"]
    }
  }

  /// What must stand in the request that the provider gets.
  func mark(at upstream: FakeUpstream.Format) -> String {
    switch self {
    case .text, .error: "scenario"
    case .tools, .parallel: #""weather""#
    case .images: "iVBORw0KGgo"
    case .structured: "json_schema"
    case .thinking:
      switch upstream {
      case .chat: #""reasoning_effort":"low""#
      case .responses: #""reasoning":{"effort":"low""#
      case .messages: #""thinking":{"type":""#
      }
    }
  }
}
