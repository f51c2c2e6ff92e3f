import FakeUpstream
import Foundation
import Testing

/// A client and the wire format in which its provider speaks.
struct Pair: Sendable, CustomTestStringConvertible {
  enum Client: String, Sendable {
    case codex
    case claude
  }

  let client: Client
  let upstream: FakeUpstream.Format

  /// Both clients over each of the formats.
  static let all = [codex, claude].flatMap(\.self)
  static let codex = FakeUpstream.Format.allCases.map { Pair(client: .codex, upstream: $0) }
  static let claude = FakeUpstream.Format.allCases.map { Pair(client: .claude, upstream: $0) }

  var testDescription: String { "\(client) over \(upstream)" }

  /// The client's model: its name says whose it is.
  var model: String { upstream == .messages ? "claude-sonnet-5-5" : "gpt-5.5" }

  /// What `init` is told.
  var settings: [String] {
    let models = ["CODEX_MODEL=\(model)", "CLAUDE_MODEL=\(model)"]
    return upstream == .chat ? models + ["OPENAI_WIRE_API=chat"] : models
  }

  /// The call that the client's shell is made with.
  func shell(_ command: String) -> FakeUpstream.Turn.Part {
    switch client {
    case .codex: .call(name: "exec_command", arguments: json(["cmd": command]))
    case .claude: .call(name: "Bash", arguments: json(["command": command, "description": "Run a command"]))
    }
  }

  /// The call with which the client looks at an image.
  func look(at file: URL) -> FakeUpstream.Turn.Part {
    switch client {
    case .codex: .call(name: "view_image", arguments: json(["path": file.path]))
    case .claude: .call(name: "Read", arguments: json(["file_path": file.path]))
    }
  }

  private func json(_ object: [String: String]) -> String {
    // A dictionary of strings is always JSON.
    String(decoding: (try? JSONSerialization.data(withJSONObject: object)) ?? Data(), as: UTF8.self)
  }
}
