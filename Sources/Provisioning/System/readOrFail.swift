internal import Diagnostics

/// The file at `path`, or `nil` if there is none.
///
/// - Throws: `Failure` if it cannot be read.
func readOrFail(_ path: String, _ system: some System) throws(Failure) -> FileState? {
  do throws(SystemError) {
    return try system.read(path)
  } catch {
    throw Failure(.failed, id: "file.unreadable", "\(error)")
  }
}
