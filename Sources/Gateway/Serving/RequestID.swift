/// A request's name in the log and in the gateway's own answers. Its text is made only where it is written.
struct RequestID: Sendable, Equatable {
  let prefix: String
  let number: UInt64

  var text: String { prefix + String(number, radix: 16) }
}
