internal import Diagnostics
internal import Provisioning

/// The content of a client's file; `nil` if there is none.
///
/// - Parameters:
///   - path: the absolute path.
///   - name: what messages call it.
///   - context: the setup.
/// - Returns: the content.
/// - Throws: `Failure` if there is one that cannot be read.
func readClientFile(_ path: String, _ name: String, _ context: DoctorContext) throws(Failure) -> [UInt8]? {
  do throws(SystemError) {
    return try context.system.read(path)?.bytes
  } catch {
    throw Failure(.unavailable, id: "file.unreadable", "cannot be read: \(error.reason)", hint: error.hint, file: name)
  }
}
