import FakeUpstream
import Foundation
import Testing

/// What a client's request is made of: its fields, and the types of its messages, items, contents and tools.
struct ClientShape {
  private(set) var parts: Set<String> = []

  init(_ body: [String: Any]) {
    for (key, value) in body where !(value is NSNull) { parts.insert("field \(key)") }
    for message in Self.objects(body["messages"]) {
      parts.insert("message of the \(message["role"] as? String ?? "?")")
      addContents(message["content"])
    }
    for item in Self.objects(body["input"]) {
      let role = (item["role"] as? String).map { " of the \($0)" } ?? ""
      parts.insert("item \(item["type"] as? String ?? "message")\(role)")
      addContents(item["content"])
      addContents(item["output"])
      addTools(item["tools"])
    }
    addContents(body["system"])
    addTools(body["tools"])
  }

  private mutating func addContents(_ value: Any?) {
    for content in Self.objects(value) {
      parts.insert("content \(content["type"] as? String ?? "?")")
      addContents(content["content"])
    }
  }

  private mutating func addTools(_ value: Any?) {
    for tool in Self.objects(value) {
      parts.insert("tool \(tool["type"] as? String ?? "without type")")
      addTools(tool["tools"])
    }
  }

  private static func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }
}

extension Session {
  private static let folder = Checkout.root.appending(path: "Tests/WireFormatsTests/Fixtures")
  private static let isRecording = ProcessInfo.processInfo.environment["AGENTPROXY_RECORD"] != nil

  /// Expects that all that the client sent has a fixture, which the tests of the translation read. Where the provider
  /// speaks the client's format, what it got is what the client sent.
  ///
  /// With `AGENTPROXY_RECORD=yes` in the environment the fixtures are completed instead.
  func expectKnownShapes() throws {
    guard pair.upstream == (pair.client == .codex ? .responses : .messages) else { return }
    for body in provider.modelRequests.map(\.json) {
      let unknown = try ClientShape(body).parts.subtracting(Self.known(pair.client))
      guard !unknown.isEmpty else { continue }
      if Self.isRecording {
        try Self.record(body, of: pair.client)
      } else {
        Issue.record("\(pair.client) sends what no fixture has: \(unknown.sorted()); see \(Self.self).record")
      }
    }
  }

  private static func known(_ client: Pair.Client) throws -> Set<String> {
    var parts: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix(client.rawValue) {
      let data = try Data(contentsOf: folder.appending(path: name))
      let body = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      parts.formUnion(ClientShape(try #require(body, "\(name)")).parts)
    }
    return parts
  }

  private static func record(_ body: [String: Any], of client: Pair.Client) throws {
    let data = try JSONSerialization.data(
      withJSONObject: TrimmedRequest(body).body,
      options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    )
    let number = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(client.rawValue) }.count
    try (data + Data("\n".utf8)).write(to: folder.appending(path: "\(client.rawValue)-\(number + 1).json"))
  }
}
