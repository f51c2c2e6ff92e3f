import Foundation

/// A file's content and permission bits.
struct FileEntry: Equatable {
  let bytes: Data
  let mode: Int

  /// Every regular file below a folder, by its path in there.
  ///
  /// - Throws: when one cannot be read.
  static func all(below folder: URL) throws -> [String: FileEntry] {
    var entries: [String: FileEntry] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let file = folder.appending(path: path)
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      entries[path] = FileEntry(bytes: try Data(contentsOf: file), mode: attributes[.posixPermissions] as? Int ?? -1)
    }
    return entries
  }
}
