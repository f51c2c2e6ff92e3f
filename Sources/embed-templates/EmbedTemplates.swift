internal import Foundation

/// Writes one Swift source that holds the given files: `embed-templates OUTPUT FOLDER FILE…`.
///
/// A `StaticString` in a raw literal compiles in no time at any size, and keeps dot files and folders, which SwiftPM's
/// own `.embedInCode` does neither of.
@main
struct EmbedTemplates {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count > 2 else { fail("usage: embed-templates OUTPUT FOLDER FILE…") }
    do {
      let folder = URL(filePath: arguments[1], directoryHint: .isDirectory)
      var files: [EmbeddedFile] = []
      for path in arguments.dropFirst(2) {
        let bytes = try Data(contentsOf: folder.appending(path: path))
        files.append(try EmbeddedFile(path: path, bytes: Array(bytes)))
      }
      try Data(swiftSource(of: files).utf8).write(to: URL(filePath: arguments[0]))
    } catch {
      fail("\(error)")
    }
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("error: \(message)\n".utf8))
    exit(1)
  }
}
