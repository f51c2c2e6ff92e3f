import Provisioning
import Tables

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Console {
  /// Prints one line per file: what happens to it, and why; below it the keys of which that is worth saying.
  func changes(of plan: Plan, _ places: Places) {
    let shown = plan.changes.filter {
      $0.action != .unchanged || volume == .verbose || $0.keys.contains(where: isWorthSaying)
    }
    let width = shown.map { places.display($0.path).count }.max() ?? 0
    let blank = "  \(padded("", 9))    "
    for change in shown {
      let name = places.display(change.path)
      let label = "  \(padded(change.action.rawValue, 9))  \(padded(name, width))  "
      let isNarrow = outputWidth.map { label.count + min(change.reason.count, Self.narrowest) > $0 } ?? false
      if isNarrow {
        report("  \(padded(change.action.rawValue, 9))  \(name)")
        report(wrapped(blank, change.reason, to: outputWidth))
      } else {
        report(wrapped(label, change.reason, to: outputWidth))
      }
      for key in change.keys where isWorthSaying(key) { report(wrapped(blank, key.description, to: outputWidth)) }
    }
  }

  /// In characters: where there is no more room beside a file's name, what is to be said stands below it.
  private static let narrowest = 30

  /// What adds to a file needs no words; what touches somebody's own choice does.
  private func isWorthSaying(_ key: KeyChange) -> Bool {
    switch key.state {
    case .replaced, .putBack, .kept, .withdrawn, .left: true
    case .added, .updated, .restored, .unchanged: volume == .verbose
    }
  }

  /// Prints what would change in each file, in colour on a terminal.
  func diffs(of plan: Plan, _ places: Places) {
    for change in plan.changes {
      let diff = change.diff(name: places.display(change.path))
      guard outputUsesColor else {
        result(diff)
        continue
      }
      for line in diff.split(separator: "\n") { result(colored(line) + "\n") }
    }
  }

  private func colored(_ line: Substring) -> String {
    let color: String? =
      switch line.utf8.first {
      case UInt8(ascii: "@"): "36"
      case _ where line.hasPrefix("---") || line.hasPrefix("+++"): "1"
      case UInt8(ascii: "-"): "31"
      case UInt8(ascii: "+"): "32"
      default: nil
      }
    return color.map { "\u{1B}[\($0)m\(line)\u{1B}[0m" } ?? String(line)
  }

  /// Prints commands to type, under a heading.
  func commands(_ heading: String, _ commands: [String]) {
    for (index, command) in commands.enumerated() {
      report("\(index == 0 ? padded(heading + ":", 6) : "      ")\(command)")
    }
  }

  /// Prints a report as JSON.
  func json(_ report: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    result(String(decoding: try encoder.encode(report), as: UTF8.self) + "\n")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
