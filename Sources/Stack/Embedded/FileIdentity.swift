#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What tells a file or folder from every other one, by whichever name it is reached.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let inode: UInt64

  /// The file at a path; `nil` if there is none.
  init?(_ path: String) {
    var state = stat()
    guard stat(path, &state) == 0 else { return nil }
    self.init(state)
  }

  /// The file behind a descriptor.
  init?(of descriptor: Int32) {
    var state = stat()
    guard fstat(descriptor, &state) == 0 else { return nil }
    self.init(state)
  }

  /// The file of a name in an open folder; `nil` if there is none.
  init?(_ name: String, in folder: Int32) {
    var state = stat()
    guard fstatat(folder, name, &state, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    self.init(state)
  }

  private init(_ state: stat) {
    device = UInt64(truncatingIfNeeded: state.st_dev)
    inode = UInt64(truncatingIfNeeded: state.st_ino)
  }
}
