import Foundation

extension Machine {
  /// Every file of the home and the clone with its content, by its path relative to the machine's folder.
  ///
  /// - Returns: the contents; a symbolic link counts as its target's path.
  /// - Throws: when a file cannot be read.
  func snapshot() throws -> [String: String] {
    var contents: [String: String] = [:]
    for top in [home, project] {
      for path in try FileManager.default.subpathsOfDirectory(atPath: top.path) {
        let file = top.appending(path: path)
        let type = try FileManager.default.attributesOfItem(atPath: file.path)[.type] as? FileAttributeType
        let key = "\(top.lastPathComponent)/\(path)"
        switch type {
        case .typeRegular: contents[key] = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        case .typeSymbolicLink:
          contents[key] = try FileManager.default.destinationOfSymbolicLink(atPath: file.path)
        default: break
        }
      }
    }
    return contents
  }
}
