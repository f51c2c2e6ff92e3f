#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A regular file, held open, and its content.
struct OpenFile: ~Copyable {
  let descriptor: Descriptor
  let status: stat
  let bytes: [UInt8]

  /// What tells this file from every other, whatever its name.
  var identity: FileIdentity { FileIdentity(status) }
}

/// A file itself, as opposed to its name.
struct FileIdentity: Equatable {
  private let device: dev_t
  private let number: ino_t

  init(_ status: stat) {
    device = status.st_dev
    number = status.st_ino
  }
}
