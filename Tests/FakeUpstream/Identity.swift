import Synchronization

extension FakeUpstream {
  /// The names in one reply: identifiers must differ from reply to reply, as agents key their history by them.
  struct Identity {
    let model: String
    let number: Int

    var response: String { "resp_fake\(number)" }
    var message: String { "msg_fake\(number)" }
    var completion: String { "chatcmpl-fake\(number)" }

    /// The id of the call that is the `index`-th part of the answer.
    func call(_ index: Int) -> String { index == 0 ? "call_fake\(number)" : "call_fake\(number)_\(index)" }

    /// The id of any other item that is the `index`-th part of the answer.
    func item(_ prefix: String, _ index: Int) -> String {
      index == 0 ? "\(prefix)_fake\(number)" : "\(prefix)_fake\(number)_\(index)"
    }

    private static let counter = Atomic(0)

    static func next() -> Int { counter.add(1, ordering: .relaxed).newValue }
  }
}
