import Foundation

/// The checkout the tests were built from.
enum Checkout {
  /// Its top folder.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Copies what a clone of it would contain: every file that is tracked, or would be at the next commit.
  ///
  /// - Parameter target: a folder that does not exist yet.
  /// - Throws: when git or the copying fails.
  static func copy(to target: URL) async throws {
    let listed = try await Command(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
      environment: ["PATH": Program.path, "HOME": "/nonexistent", "GIT_CONFIG_COUNT": "1"].merging(
        ["GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"],
        uniquingKeysWith: { $1 }
      ),
      folder: root
    ).run()
    guard listed.status == 0 else { throw Failure("git ls-files failed: \(listed)") }
    for path in listed.output.split(separator: "\0").map(String.init) {
      let source = root.appending(path: path)
      guard FileManager.default.fileExists(atPath: source.path) else { continue }
      let copy = target.appending(path: path)
      try FileManager.default.createDirectory(
        at: copy.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try FileManager.default.copyItem(at: source, to: copy)
    }
  }
}
