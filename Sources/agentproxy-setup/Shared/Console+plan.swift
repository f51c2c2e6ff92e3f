import Provisioning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Console {
  /// Prints one line per file: what happens to it, and why.
  func changes(of plan: Plan, _ places: Places) {
    let shown = plan.changes.filter { $0.action != .unchanged || volume == .verbose }
    let width = shown.map { places.display($0.path).count }.max() ?? 0
    for change in shown {
      let name = places.display(change.path)
      let action = change.action.rawValue
      let columns = "  \(padded(action, 9))  \(padded(name, width))  \(change.reason)"
      report(columns)
    }
  }

  /// Prints what would change in each file.
  func diffs(of plan: Plan, _ places: Places) {
    for change in plan.changes { result(change.diff(name: places.display(change.path))) }
  }

  /// Prints commands to type, under a heading.
  func commands(_ heading: String, _ commands: [String]) {
    for (index, command) in commands.enumerated() {
      report("\(index == 0 ? padded(heading + ":", 6) : "      ")\(command)")
    }
  }

  /// Prints a report as JSON.
  func json(_ report: PlanReport) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    result(String(decoding: try encoder.encode(report), as: UTF8.self) + "\n")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
