internal import Provisioning

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A client's program on this machine, and its version as far as the files around it tell: starting it takes longer than
/// all the rest.
struct InstalledProgram {
  /// Where it was found.
  let path: String
  /// Its version; `nil` if no file tells.
  let version: Version?

  /// Looks for a program in the folders of the search path.
  ///
  /// - Parameters:
  ///   - name: the command.
  ///   - context: the setup.
  /// - Returns: `nil` if it is not installed.
  static func find(_ name: String, _ context: DoctorContext) -> InstalledProgram? {
    context.findProgram(name).map { InstalledProgram(path: $0, version: version(of: $0, context)) }
  }

  /// The version that a file beside the program names, or a folder that it is in: packages are links into such folders.
  private static func version(of path: String, _ context: DoctorContext) -> Version? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    var parts = target.split(separator: "/")
    if let last = parts.last, let version = Version(last) { return version }
    // Not further: `bin/x.js` of a package is two steps away from its description.
    for _ in 0..<4 {
      guard parts.popLast() != nil else { return nil }
      if let version = parts.last.flatMap({ Version($0) }) { return version }
      let folder = parts.map { "/\($0)" }.joined()
      // The last is VS Code's.
      for description in ["codex-package.json", "package.json", "resources/app/package.json"] {
        guard let bytes = context.file("\(folder)/\(description)")?.bytes else { continue }
        guard let package = try? JSONDecoder().decode(Package.self, from: Data(bytes)) else { continue }
        if let version = package.version.flatMap({ Version($0) }) { return version }
      }
      if let bytes = context.file("\(folder)/claude.version")?.bytes {
        let word = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
        if let version = word.flatMap({ Version($0) }) { return version }
      }
    }
    return nil
  }

  private struct Package: Decodable {
    var version: String?
  }
}
