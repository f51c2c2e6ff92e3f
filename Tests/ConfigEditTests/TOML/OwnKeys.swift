import ConfigEdit
import Foundation

/// The keys that `init` gives Codex, and where they are read from.
enum OwnKeys {
  /// Every key of `Templates/codex/config.toml`, with values in place of what is filled in.
  static func codex() throws -> [ConfigLeaf] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let template = try String(contentsOf: root.appending(path: "Templates/codex/config.toml"), encoding: .utf8)
    let text = template.replacing("{{model}}", with: "\"gpt-5.5\"")
      .replacing("{{baseURL}}", with: "\"http://localhost:4000/v1\"")
    return try TOMLDocument(parsing: Array(text.utf8)).leaves
  }
}
