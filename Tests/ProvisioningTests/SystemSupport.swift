import Foundation

extension Clone {
  /// Makes a file called `file`.
  ///
  /// - Returns: its path.
  func file(_ text: String, mode: Int = 0o600) throws -> String {
    let path = "\(root)/file"
    try write(text, to: path)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  /// Makes a symbolic link.
  ///
  /// - Returns: its path.
  @discardableResult
  func link(_ name: String, to target: String) throws -> String {
    let path = "\(root)/\(name)"
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    return path
  }

  /// What is in a folder.
  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted()
  }
}
