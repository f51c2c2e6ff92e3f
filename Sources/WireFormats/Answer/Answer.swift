/// A whole answer.
struct Answer: Sendable, Equatable {
  var parts: [Part] = []
  var stop: StopReason = .endTurn
  var usage: AnswerUsage?
  /// Set where the provider gave up.
  var fault: ProviderFault?

  /// A block of the answer.
  struct Part: Sendable, Equatable {
    var block: AnswerBlock
    var text = ""
    var proof: Reasoning.Proof?
    var logprobs: [JSON] = []
    var citations: [Citation] = []

    init(_ block: AnswerBlock) {
      self.block = block
    }
  }

  /// Puts an answer together from its steps.
  init(_ events: [AnswerEvent]) {
    for event in events {
      switch event {
      case .began, .closed, .keepAlive: break
      case .opened(let block): parts.append(Part(block))
      case .delta(let text, let logprobs):
        guard !parts.isEmpty else { break }
        parts[parts.count - 1].text += text
        parts[parts.count - 1].logprobs += logprobs
      case .proof(let proof):
        guard !parts.isEmpty else { break }
        parts[parts.count - 1].proof = proof
      case .citation(let citation):
        guard !parts.isEmpty else { break }
        parts[parts.count - 1].citations.append(citation)
      case .finished(let reason, let usage):
        stop = reason
        self.usage = usage
      case .failed(let fault): self.fault = fault
      }
    }
  }

  var hasToolCalls: Bool {
    parts.contains { if case .toolCall = $0.block { true } else { false } }
  }
}

/// What an encoder needs to know beside the answer.
struct AnswerContext: Sendable, Equatable {
  /// The gateway's name for the request; ids are made of it.
  var id: String
  /// Seconds since 1970.
  var created: Int
  /// The model, by the name that the client asked for.
  var model: String
  /// Whether a Chat Completions client asked for the usage of a stream.
  var includesUsage = false
}
