import FakeUpstream
import Foundation

/// Which tests try a cell of the matrix, for the document.
struct MatrixTable {
  private let sdkChecks: [FakeUpstream.Format: [String]]

  /// - Throws: when the lists of the SDKs' checks cannot be read.
  init() throws {
    func checks(_ file: String) throws -> [String] {
      let file = Checkout.root.appending(path: "Tests/EndToEnd/SDKs/\(file).json")
      let known = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: [String: Any]]
      return known?["every model"]?.keys.sorted() ?? []
    }
    let openAI = try checks("openai_sdk")
    sdkChecks = [
      .chat: openAI.filter { $0.hasPrefix("chat ") }, .responses: openAI.filter { $0.hasPrefix("responses ") },
      .messages: try checks("anthropic_sdk"),
    ]
  }

  /// The table, a row per pair; in each cell those for a whole answer, and those for a stream.
  var text: String {
    let features = Feature.allCases.map(\.rawValue)
    let head =
      "| client > provider | \(features.joined(separator: " | ")) |\n|---\(String(repeating: "|---", count: features.count))|\n"
    let rows = FakeUpstream.Format.allCases.flatMap { client in
      FakeUpstream.Format.allCases.map { upstream in
        let cells = Feature.allCases.map { feature in
          [false, true].map { isStreamed in
            marks(MatrixCell(client: client, upstream: upstream, feature: feature, isStreamed: isStreamed))
          }
          .joined(separator: " / ")
        }
        return "| \(client) > \(upstream) | \(cells.joined(separator: " | ")) |\n"
      }
    }
    return head + rows.joined()
  }

  private func marks(_ cell: MatrixCell) -> String {
    // The library alone: no other test has such a pair.
    guard cell.isInGateway else { return "l" }
    var marks = "m"
    if sdkChecks[cell.client]?.contains(where: { cell.feature.isTested(by: $0, streamed: cell.isStreamed) }) == true {
      marks += "k"
    }
    let isCompared = ComparedCase.all.contains {
      $0.client == cell.client && cell.feature.isTested(by: $0.name, streamed: cell.isStreamed)
    }
    if isCompared { marks += "d" }
    // Codex and Claude Code ask for streams, and for all of this.
    let hasSessions = Pair.all.contains { $0.client.format == cell.client && $0.upstream == cell.upstream }
    if cell.isStreamed, hasSessions { marks += "s" }
    return marks
  }
}

extension Pair.Client {
  /// What it speaks.
  fileprivate var format: FakeUpstream.Format {
    switch self {
    case .codex: .responses
    case .claude: .messages
    }
  }
}
