import FakeUpstream

/// One thing in which the engines differ.
struct Difference: CustomStringConvertible {
  /// The formats of client and provider, such as `chat>messages`.
  let pair: String
  /// The case's name.
  let name: String
  /// What differs: `asked PATH`, `got FACT` or `field PATH`, positions written as `#`.
  let what: String
  let ours: String?
  let theirs: String?

  var description: String {
    "\(pair) \(name): \(what): \(ours ?? "nothing"), LiteLLM: \(theirs ?? "nothing")"
  }

  /// What the engines made of one request.
  struct Outcome {
    let asked: [FakeUpstream.Request]
    let reply: Reply
  }

  /// Everything in which two outcomes differ. Where one of the engines refuses the request, that is all.
  static func between(
    _ ours: Outcome,
    _ theirs: Outcome,
    _ pair: String,
    _ compared: ComparedCase
  ) -> [Difference] {
    var found: [Difference] = []
    func compare(_ side: String, _ ours: [String: String], _ theirs: [String: String]) {
      for key in Set(ours.keys).union(theirs.keys).sorted() where ours[key] != theirs[key] {
        found.append(
          Difference(
            pair: pair,
            name: compared.name,
            what: "\(side) \(Facts.shape(key))",
            ours: ours[key],
            theirs: theirs[key]
          )
        )
      }
    }
    let requests = [ours, theirs].map { ["number": "\($0.asked.count)", "path": $0.asked.last?.path ?? "none"] }
    compare("asked", requests[0], requests[1])
    guard found.isEmpty else { return found }
    if let first = ours.asked.last, let second = theirs.asked.last {
      compare("asked", Facts(asked: first).leaves, Facts(asked: second).leaves)
    }
    let told = [ours, theirs].map { Told($0.reply, compared.client) }
    // How much of an answer that breaks off had come through by then is a matter of chance.
    guard !compared.breaksOff else {
      compare("got", told[0].ending, told[1].ending)
      return found
    }
    compare("got", told[0].facts, told[1].facts)
    guard ours.reply.status < 400, theirs.reply.status < 400 else { return found }
    let shapes = [ours, theirs].map { shape(of: $0.reply) }
    compare("field", shapes[0], shapes[1])
    return found
  }

  /// Which fields an answer has beside those of its usage, for each as `there`.
  private static func shape(of reply: Reply) -> [String: String] {
    let events = reply.isStream ? reply.events.filter { $0.word == nil }.map(\.object) : []
    let whole = reply.isStream ? [] : [Facts(json: reply.body)]
    let shape = (events.map { Facts($0) } + whole).reduce(into: Set<String>()) { $0.formUnion($1.shape) }
    let fields = shape.filter { !$0.contains("usage.") }
    return Dictionary(uniqueKeysWithValues: fields.map { ($0, "there") })
  }
}
