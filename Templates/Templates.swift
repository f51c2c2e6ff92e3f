/// The templates that the program carries with it.
///
/// Each file below `Templates/` is compiled in when the module is built, see `Plugins/EmbedTemplates`. The folder
/// `repository/` mirrors the files of the repository itself, the others are named after the program whose files they
/// hold.
public enum Templates {
  /// A file below `Templates/`.
  public struct File: Sendable {
    /// Its path relative to `Templates/`.
    public let path: String
    /// Its content.
    public let text: String
  }

  /// All of them, sorted by path.
  public static let all: [File] = embedded.map { File(path: $0.path.description, text: $0.text.description) }

  /// The file at `path`, such as `codex/config.toml`, or `nil` if there is none.
  public static func file(_ path: String) -> File? {
    all.first { $0.path == path }
  }
}
