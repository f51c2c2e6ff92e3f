/// Times pieces of code, and prints a line for each: name, nanoseconds, least and most, a note; with tabs in between.
struct Stopwatch {
  /// How long a batch lasts at least: long against the clock's own resolution and an interrupt or two.
  private static let batchTime = Duration.milliseconds(20)
  private static let batches = 15

  /// Times one operation; prints the middle one of several batches.
  ///
  /// - Parameters:
  ///   - name: what it is.
  ///   - bytes: what it works through, where the time for each byte tells something.
  ///   - body: the operation. What it makes must go to ``keep(_:)``, or the compiler could leave it out.
  static func time(_ name: String, bytes: Int? = nil, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    var count = 1
    var elapsed = try clock.measure(body)
    while elapsed < batchTime {
      count *= 2
      elapsed = try clock.measure { for _ in 0..<count { try body() } }
    }
    var times: [Double] = []
    for _ in 0..<batches {
      times.append(try clock.measure { for _ in 0..<count { try body() } } / .nanoseconds(1) / Double(count))
    }
    times.sort()
    let middle = times[batches / 2]
    let note = bytes.map { "\(rounded(middle / Double($0), digits: 3)) ns/byte" } ?? ""
    print(name, rounded(middle), "\(rounded(times[0]))-\(rounded(times[batches - 1]))", note, separator: "\t")
  }

  /// Takes a value where the compiler cannot see what becomes of it.
  @inline(never)
  static func keep<Value>(_ value: borrowing Value) {}

  private static func rounded(_ value: Double, digits: Int = 0) -> String {
    var scale = 1.0
    for _ in 0..<(value < 100 ? max(digits, 1) : digits) { scale *= 10 }
    let text = "\((value * scale).rounded() / scale)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
