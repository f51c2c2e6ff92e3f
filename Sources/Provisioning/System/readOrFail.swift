internal import Diagnostics

/// The file at `path`, or `nil` if there is none.
///
/// - Throws: `Failure` if it cannot be read.
func readOrFail(_ path: String, _ system: some System) throws(Failure) -> FileState? {
  do throws(SystemError) {
    return try system.read(path)
  } catch {
    throw Failure(error, id: "file.unreadable")
  }
}

extension Failure {
  /// Ends with what the system said.
  ///
  /// - Parameters:
  ///   - error: what it said.
  ///   - id: the stable name of this kind of finding.
  init(_ error: SystemError, id: String) {
    self.init(error.kind == .held ? .unavailable : .failed, id: id, "\(error)", hint: error.hint)
  }
}
