import Foundation

/// A system call that a run made, as strace names it for injecting: the how manieth of its name in its thread.
struct TracedCall: CustomStringConvertible {
  let name: String
  /// Counted from 1.
  let number: Int
  /// The call with its arguments.
  let text: String

  /// The call without what differs from run to run: numbers, times, the name of a temporary file, the result.
  var essence: String { Self.essence(of: text[...]) }

  private static func essence(of text: Substring) -> String {
    var call = text.firstRange(of: /\ +=\ |\ <unfinished/).map { text[..<$0.lowerBound] } ?? text
    while let last = call.last, last == ")" || last == " " { call = call.dropLast() }
    return String(call).replacing(/[0-9a-f]{16}\.tmp/, with: "*.tmp").replacing(/[0-9]+/, with: "*")
  }

  var description: String { "\(name) \(number): \(text)" }

  /// Whether it can change a file, or is the way to one.
  var isWriting: Bool {
    switch name {
    case "openat": text.contains("O_CREAT")
    case "fcntl": text.contains("F_SETLEASE")
    default: Self.writing.contains(name)
    }
  }

  /// The names of the calls that change files or lead to a change. The others leave everything as the one before did.
  static let writing = [
    "openat", "mkdir", "flock", "ftruncate", "fchmod", "pwrite64", "fsync", "fcntl", "renameat2", "unlinkat",
  ]

  /// Whether the line of a trace is this call, and strace disturbed it.
  func isDisturbed(in line: Substring) -> Bool {
    // What is not carried out because the process is killed has no result.
    guard line.hasSuffix("(INJECTED)") || line.hasSuffix(" = ?") || line.hasSuffix("<unfinished ...>") else {
      return false
    }
    return Self.essence(of: line.drop { $0.isNumber || $0 == " " }) == essence
  }

  /// The calls of the program itself in what strace wrote.
  ///
  /// - Parameter trace: with `-f`, and `execve` among the calls.
  /// - Returns: the calls in their order.
  static func all(in trace: String) -> [TracedCall] {
    let lines = trace.split(separator: "\n").compactMap { line -> (thread: Substring, text: Substring)? in
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      guard parts.count == 2 else { return nil }
      return (parts[0], parts[1].drop { $0 == " " })
    }
    // Whoever becomes another program is no thread of this one.
    let others = Set(lines.dropFirst().filter { $0.text.hasPrefix("execve(") }.map(\.thread))
    var counts: [String: Int] = [:]
    var calls: [TracedCall] = []
    for (thread, text) in lines where !others.contains(thread) {
      guard let bracket = text.firstIndex(of: "("), let first = text.first, first.isLetter else { continue }
      let name = String(text[..<bracket])
      counts["\(thread) \(name)", default: 0] += 1
      calls.append(TracedCall(name: name, number: counts["\(thread) \(name)", default: 0], text: String(text)))
    }
    return calls
  }
}
