public import Diagnostics

/// Makes sure that `path` is no symbolic link to a file that is not there: whoever reads it would take it for missing,
/// and could not make it either.
///
/// - Parameter path: an absolute path.
/// - Throws: `Failure` if it is one.
public func refuseDanglingLink(_ path: String) throws(Failure) {
  guard isDanglingLink(path) else { return }
  throw Failure(SystemError.danglingLink(.read, path), id: "file.unreadable")
}
