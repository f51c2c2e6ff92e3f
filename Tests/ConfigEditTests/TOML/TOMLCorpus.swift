import Foundation

/// The public test documents for TOML parsers, as Debian packages them.
enum TOMLCorpus {
  private static let root = URL(
    filePath: "/usr/share/gocode/src/github.com/BurntSushi/toml/internal/toml-test/tests"
  )

  /// Whether to test with them: where they are, and in CI in any case.
  static var isToBeUsed: Bool {
    FileManager.default.fileExists(atPath: root.path) || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  /// A document and its name.
  struct Document {
    let name: String
    let bytes: [UInt8]
  }

  /// All documents of one kind that are about TOML 1.1; the package has those of 1.0, where it does not say otherwise.
  ///
  /// - Parameter kind: `valid` or `invalid`.
  /// - Returns: the documents by name.
  /// - Throws: if they cannot be read.
  static func documents(_ kind: String) throws -> [Document] {
    // Newer versions of the package list what belongs to which version of TOML.
    let list = try? String(contentsOf: root.appending(path: "files-toml-1.1.0"), encoding: .utf8)
    let listed = list.map { Set($0.split(separator: "\n").map(String.init)) }
    // What TOML 1.0 forbids, and 1.1 allows.
    let allowed: Set = [
      "invalid/datetime/no-secs.toml", "invalid/inline-table/linebreak-1.toml", "invalid/inline-table/linebreak-2.toml",
      "invalid/inline-table/linebreak-3.toml", "invalid/inline-table/linebreak-4.toml",
      "invalid/inline-table/trailing-comma.toml", "invalid/string/basic-byte-escapes.toml",
    ]
    let folder = root.appending(path: kind)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().compactMap { path in
      let name = "\(kind)/\(path)"
      guard path.hasSuffix(".toml"), listed?.contains(name) ?? !allowed.contains(name) else { return nil }
      return Document(name: name, bytes: Array(try Data(contentsOf: folder.appending(path: path))))
    }
  }
}
