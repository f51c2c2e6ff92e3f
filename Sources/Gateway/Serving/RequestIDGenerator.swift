import Synchronization

/// Names requests: a prefix drawn at the start of the process, and a number that counts up.
final class RequestIDGenerator: Sendable {
  private let prefix: String
  private let counter = Atomic<UInt64>(0)

  init() {
    var generator = SystemRandomNumberGenerator()
    prefix = "req_" + String(UInt32.random(in: 0x1000_0000 ... .max, using: &generator), radix: 16) + "_"
  }

  func next() -> RequestID {
    RequestID(prefix: prefix, number: counter.wrappingAdd(1, ordering: .relaxed).newValue)
  }
}
