import Foundation

/// A command that a document shows to its reader.
struct ShownCommand {
  /// The command line, without the prompt.
  let line: String
  /// Where it stands, such as `README.md:12`.
  let place: String

  /// Every command line in the shell blocks of the documents: README.md and docs/*.md.
  ///
  /// - Returns: the commands in the order shown.
  /// - Throws: when a document cannot be read.
  static func all() throws -> [ShownCommand] {
    let docs = (try? FileManager.default.contentsOfDirectory(atPath: Checkout.root.appending(path: "docs").path)) ?? []
    let documents = ["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    return try documents.flatMap { document in
      let file = Checkout.root.appending(path: document)
      guard FileManager.default.fileExists(atPath: file.path) else { return [ShownCommand]() }
      return commands(in: try String(contentsOf: file, encoding: .utf8), document: document)
    }
  }

  /// The command lines of one document.
  ///
  /// - Parameters:
  ///   - text: Markdown; blocks fenced as `sh`, `bash` or `console` count, of the latter only lines with a prompt.
  ///   - document: its name.
  /// - Returns: the commands in the order shown.
  static func commands(in text: String, document: String) -> [ShownCommand] {
    var commands: [ShownCommand] = []
    var fence: Substring?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") {
        fence = fence == nil ? line.dropFirst(3) : nil
        continue
      }
      let command: Substring
      switch fence {
      case "sh", "bash": command = line
      case "console" where line.hasPrefix("$ "): command = line.dropFirst(2)
      default: continue
      }
      let bare = command.prefix(upTo: command.firstRange(of: " #")?.lowerBound ?? command.endIndex)
      let trimmed = bare.trimmingCharacters(in: .whitespaces)
      if !trimmed.isEmpty, !trimmed.hasPrefix("#") {
        commands.append(ShownCommand(line: trimmed, place: "\(document):\(index + 1)"))
      }
    }
    return commands
  }

  /// The command with its ellipses, which stand for something of the reader's own, filled in.
  var filledIn: String {
    line.replacing(/BASE=…/, with: "BASE=http://127.0.0.1:9/v1").replacing("…", with: "sk-example-0123456789abcdef")
  }

  /// The document it is in.
  var document: String { String(place.prefix { $0 != ":" }) }

  /// Its first word.
  var program: String { String(line.prefix { $0 != " " }) }
}
