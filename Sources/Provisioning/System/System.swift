/// What provisioning may do to the machine.
///
/// Everything that writes goes through here, so that a dry run, a report of what was written and the real thing are one
/// code path.
///
/// A file is only ever changed by somebody who says what is in it now. If that is not so, nothing happens:
/// another program's change is never overwritten, and the caller starts over from the new content.
public protocol System: Sendable {
  /// The file at `path`, with symbolic links followed.
  ///
  /// - Parameter path: an absolute path.
  /// - Returns: `nil` if there is none.
  /// - Throws: ``SystemError`` if there is something, but it cannot be read.
  func read(_ path: String) throws(SystemError) -> FileState?

  /// Puts a whole new content in the place of exactly `before`, at once or not at all.
  ///
  /// - Parameters:
  ///   - path: an absolute path. A symbolic link stays one; what it points to is replaced.
  ///   - before: the content now; `nil` if there must not be a file yet. The folders it needs are made then.
  ///   - after: the whole new content.
  ///   - mode: the permission bits of a new file; an existing one keeps its own, its owner, its access control list
  ///     and its extended attributes.
  /// - Throws: ``SystemError``, of the kind ``SystemError/Kind/changedMeanwhile`` if the file does not hold `before`.
  ///   The file is whole in any case, and as it was unless the error says otherwise.
  func replace(_ path: String, _ before: [UInt8]?, with after: [UInt8], mode: UInt32) throws(SystemError)

  /// Removes the file at `path` if it holds exactly `before`.
  ///
  /// - Parameters:
  ///   - path: an absolute path, not of a symbolic link.
  ///   - before: the content now.
  /// - Throws: ``SystemError`` as ``replace(_:_:with:mode:)`` does.
  func remove(_ path: String, _ before: [UInt8]) throws(SystemError)

  /// Lets everybody read the file at `path`, whatever else its mode allows; with symbolic links followed.
  ///
  /// - Parameter path: the absolute path of a file without secrets.
  /// - Throws: ``SystemError`` if the system refuses it.
  func allowReading(_ path: String) throws(SystemError)

  /// Keeps every other run of this program from writing until the lock is released.
  ///
  /// - Parameter path: the absolute path of the file that stands for the lock. It is made if need be, and stays.
  /// - Returns: the lock, held.
  /// - Throws: ``SystemError``, of the kind ``SystemError/Kind/held`` if another run did not finish in time.
  func lock(_ path: String) throws(SystemError) -> FileLock

  /// Removes what a run that was killed may have left beside the file at `path`: a copy that was not yet in place, or
  /// the old content that was no longer.
  ///
  /// A folder in which another run is writing at this moment is left alone.
  ///
  /// - Parameter path: an absolute path.
  func sweep(beside path: String)
}
