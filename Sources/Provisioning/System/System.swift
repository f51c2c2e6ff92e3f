/// What provisioning may do to the machine.
///
/// Everything that writes goes through here, so that a dry run, a report of what was written and the real thing are one
/// code path.
public protocol System: Sendable {
  /// The file at `path`, with symbolic links followed.
  ///
  /// - Parameter path: an absolute path.
  /// - Returns: `nil` if there is none.
  /// - Throws: ``SystemError`` if there is something, but it cannot be read.
  func read(_ path: String) throws(SystemError) -> FileState?

  /// Puts `bytes` in the place of the file at `path`, at once or not at all, and makes the folders it needs.
  ///
  /// - Parameters:
  ///   - bytes: the whole new content.
  ///   - path: an absolute path. A symbolic link stays one; what it points to is replaced.
  ///   - mode: the permission bits of a new file; an existing one keeps its own.
  /// - Throws: ``SystemError``; the old file is still there then.
  func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(SystemError)
}
