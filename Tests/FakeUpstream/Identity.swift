import Synchronization

extension FakeUpstream {
  /// The names in one reply: identifiers must differ from reply to reply, as agents key their history by them.
  struct Identity {
    let model: String
    let number: Int

    var response: String { "resp_fake\(number)" }
    var message: String { "msg_fake\(number)" }
    var completion: String { "chatcmpl-fake\(number)" }
    var call: String { "call_fake\(number)" }

    private static let counter = Atomic(0)

    static func next() -> Int { counter.add(1, ordering: .relaxed).newValue }
  }
}
