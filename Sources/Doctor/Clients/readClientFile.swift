internal import Diagnostics
internal import Provisioning

/// The content of a client's file; `nil` if there is none.
///
/// - Parameters:
///   - path: the absolute path.
///   - name: what messages call it.
///   - context: the setup.
/// - Returns: the content.
/// - Throws: `Failure` if there is one that cannot be read, or that a write which was cut off has filled with zeros.
func readClientFile(_ path: String, _ name: String, _ context: DoctorContext) throws(Failure) -> [UInt8]? {
  let bytes: [UInt8]?
  do throws(SystemError) {
    bytes = try context.system.read(path)?.bytes
  } catch {
    throw Failure(.unavailable, id: "file.unreadable", "cannot be read: \(error.reason)", hint: error.hint, file: name)
  }
  guard let bytes, bytes.contains(0) else { return bytes }
  let copy = context.places.backups(of: path).last { context.file($0)?.bytes.contains(0) == false }
  throw Failure(
    .badInput,
    id: copy == nil ? "file.damaged" : damagedWithCopy,
    "the file is damaged: there are zeros in it, as after a write that was cut off",
    hint: copy.map { "cp \(Remedy.word(context.places.display($0))) \(Remedy.word(name))" }
      ?? "put a copy of yours in its place, or move it away and run agentproxy-setup init",
    file: name
  )
}

/// The identifier of a fault whose hint is the command that puts a copy in the file's place.
let damagedWithCopy = "file.damaged-with-copy"
