internal import Provisioning

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// There is room to write to.
struct DiskCheck: Check {
  let id = "host.disk"
  let title = "disk"
  let meaning = "there is hardly any room left where the clone or the home folder is"
  /// In megabytes: below that nothing can be written for certain.
  private static let needed = 20
  /// In megabytes: below that the request log and the images will soon be in want.
  private static let advisable = 500

  func run(_ context: DoctorContext) async -> Outcome {
    let folders = [context.project?.folder, context.places.home].compactMap { $0 }
    let room = folders.compactMap { folder in context.freeMegabytes(folder).map { (folder: folder, free: $0) } }
    guard let least = room.min(by: { $0.free < $1.free }) else { return .skipped("its size cannot be read") }
    let name = context.places.display(least.folder)
    guard least.free >= Self.advisable else {
      let message = "\(least.free) MB are free at \(name)"
      let remedy = Remedy.advice("make room there")
      return least.free < Self.needed ? .failed(message, remedy) : .warning(message, remedy)
    }
    return .passed("\(least.free / 1000) GB free")
  }
}

/// How many megabytes are free on the disk where a folder is; `nil` if the system does not say, or there is no disk, as
/// with `/proc`.
func freeMegabytesOnDisk(_ folder: String) -> Int? {
  var status = statvfs()
  guard statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
  return Int(UInt64(status.f_bavail) * UInt64(status.f_frsize) / 1_000_000)
}
