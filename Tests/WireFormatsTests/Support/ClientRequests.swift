import Foundation
import Testing

@testable import WireFormats

/// Requests that real clients sent, which are kept beside the project and not in it.
struct ClientRequest: Sendable, CustomTestStringConvertible {
  let name: String
  let format: WireFormat
  let body: JSON

  var testDescription: String { name }

  private static let fixtures =
    ProcessInfo.processInfo.environment["AGENTPROXY_FIXTURES"].map { URL(filePath: $0) }
    ?? URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/fixtures")

  /// All of them that have a conversation in their body; none where the folder is not there.
  static let all: [ClientRequest] = {
    let folder = fixtures.appending(path: "client-requests")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      guard let bytes = try? Array(Data(contentsOf: folder.appending(path: name))),
        let body = (try? JSON(parsing: bytes.span))?["body"], body["model"] != nil
      else { return nil }
      let isCodex = name.hasPrefix("codex")
      return ClientRequest(name: name, format: isCodex ? .responses : .messages, body: body)
    }
  }()
}
