/// Puts the pieces of blocks that a provider may send in turns into the order of one block after the other.
///
/// The first block that is not whole is passed on as it arrives; what belongs to later ones waits for it.
struct AnswerLanes: Sendable {
  /// What tells a block from the others: an index of the provider's, and one within it.
  struct Key: Hashable, Sendable {
    var outer: Int
    var inner = 0
  }

  private struct Lane {
    let block: AnswerBlock
    var pending: [AnswerEvent] = []
    var hasContent = false
    var isOpen = false
    /// Whether it has ended for certain.
    var isDone = false
    var completeness = JSONCompleteness()

    /// Whether it may be closed for another one.
    var isWhole: Bool {
      if case .toolCall = block { completeness.isComplete } else { true }
    }
  }

  private var lanes: [Lane] = []
  private var indices: [Key: Int] = [:]
  private var current = 0

  /// Whether a block has been seen.
  var isEmpty: Bool { lanes.isEmpty }

  /// The key of the last block.
  private(set) var last: Key?

  func contains(_ key: Key) -> Bool { indices[key] != nil }

  func hasContent(_ key: Key) -> Bool { indices[key].map { lanes[$0].hasContent } ?? false }

  /// The last block's kind.
  var lastBlock: AnswerBlock? { lanes.last?.block }

  mutating func begin(_ key: Key, _ block: AnswerBlock, _ events: inout [AnswerEvent]) {
    indices[key] = lanes.count
    lanes.append(Lane(block: block))
    last = key
    advance(&events)
  }

  mutating func add(_ key: Key, _ event: AnswerEvent, _ events: inout [AnswerEvent]) {
    guard let index = indices[key], !(lanes[index].isDone && index < current) else { return }
    if case .delta(let text, _) = event {
      lanes[index].hasContent = true
      if case .toolCall = lanes[index].block { lanes[index].completeness.read(text) }
    }
    if lanes[index].isOpen { events.append(event) } else { lanes[index].pending.append(event) }
    advance(&events)
  }

  /// The block has ended.
  mutating func end(_ key: Key, _ events: inout [AnswerEvent]) {
    guard let index = indices[key] else { return }
    lanes[index].isDone = true
    advance(&events)
  }

  /// All blocks have ended, but for a call in the middle of its input at the very end, if `keepsCutCall`.
  mutating func endAll(keepsCutCall: Bool = false, _ events: inout [AnswerEvent]) {
    for index in current..<lanes.count where !(keepsCutCall && index == lanes.count - 1 && !lanes[index].isWhole) {
      lanes[index].isDone = true
    }
    advance(&events)
  }

  private mutating func advance(_ events: inout [AnswerEvent]) {
    while current < lanes.count {
      if !lanes[current].isOpen {
        events.append(.opened(lanes[current].block))
        events += lanes[current].pending
        lanes[current].pending = []
        lanes[current].isOpen = true
      }
      guard lanes[current].isDone || (lanes[current].isWhole && current + 1 < lanes.count) else { return }
      events.append(.closed)
      lanes[current].isOpen = false
      lanes[current].isDone = true
      current += 1
    }
  }
}
