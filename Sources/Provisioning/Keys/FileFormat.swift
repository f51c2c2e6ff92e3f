internal import ConfigEdit
internal import Diagnostics

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
