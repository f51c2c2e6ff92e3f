internal import ConfigEdit
internal import Diagnostics
internal import DotEnv

/// The formats of the files that are edited key by key.
enum FileFormat: String, Sendable, Codable {
  case toml
  /// As RFC 8259 has it: Claude Code ignores a file with a comment in it.
  case json
  /// With comments and trailing commas, as VS Code has it.
  case jsonc
  case environment

  /// Opens a document of this format.
  ///
  /// - Parameters:
  ///   - bytes: the text; none for a file that does not exist.
  ///   - name: what messages call the file.
  /// - Returns: the document.
  /// - Throws: `Failure` with the line if it cannot be read.
  func open(_ bytes: [UInt8], name: String) throws(Failure) -> any ConfigDocument {
    try understandEdit(of: name) { () throws(ConfigError) in
      switch self {
      case .toml: try TOMLDocument(parsing: bytes)
      case .json: try JSONDocument(parsing: bytes, allowsExtensions: false)
      case .jsonc: try JSONDocument(parsing: bytes)
      case .environment: try EnvDocument(parsing: bytes)
      }
    }
  }
}

extension FileFormat {
  /// A text of this format. Only a `.env` can be shown as a whole; of the others single lines are, see `OwnLines`.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - keys: the keys whose values are new.
  /// - Returns: the text, and what of it may be shown.
  func text(_ bytes: [UInt8], keys: [String]) -> Text {
    guard self == .environment, let document = try? DotEnvDocument(parsing: bytes) else {
      return Text(bytes: bytes, shown: "…\n")
    }
    return Text(bytes: bytes, shown: maskedText(document, changed: Set(keys)))
  }
}

/// Turns what stands in the way of an edit into what a command prints.
func understandEdit<Result>(of file: String, _ work: () throws(ConfigError) -> Result) throws(Failure) -> Result {
  do throws(ConfigError) {
    return try work()
  } catch {
    let id =
      switch error.kind {
      case .syntax: "file.syntax"
      case .blocked: "file.blocked"
      case .unverified: "file.unverified"
      }
    throw Failure(
      error.kind == .unverified ? .failed : .badInput,
      id: id,
      error.message,
      hint: error.remedy ?? "mend the line, or move the file away, and run the command again; nothing was written",
      file: file,
      line: error.line,
      column: error.column
    )
  }
}
