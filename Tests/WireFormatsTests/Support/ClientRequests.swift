import Foundation
import Testing

@testable import WireFormats

/// A request that a real client sent.
struct ClientRequest: Sendable, CustomTestStringConvertible {
  let name: String
  let format: WireFormat
  let body: JSON

  var testDescription: String { name }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// The shapes of what Codex and Claude Code send, in words of our own. The sessions of Tests/EndToEnd keep them.
  static let shapes = read(folder.appending(path: "Fixtures")) { $0 }

  /// Whole requests of real clients, which are kept beside the project and not in it; none where they are not there.
  static let recorded = read(
    (ProcessInfo.processInfo.environment["AGENTPROXY_FIXTURES"].map { URL(filePath: $0) }
      ?? folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/fixtures"))
      .appending(path: "client-requests")
  ) { $0["body"] }

  /// Those of a folder that have a conversation in their body.
  private static func read(_ folder: URL, body: (JSON) -> JSON?) -> [ClientRequest] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      guard let bytes = try? Array(Data(contentsOf: folder.appending(path: name))),
        let body = (try? JSON(parsing: bytes.span)).flatMap(body), body["model"] != nil
      else { return nil }
      return ClientRequest(name: name, format: name.hasPrefix("codex") ? .responses : .messages, body: body)
    }
  }
}
