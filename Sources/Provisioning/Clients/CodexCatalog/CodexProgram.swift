#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A Codex that is installed, and what tells it from another version at the same place.
struct CodexProgram: Sendable, Equatable, Decodable {
  /// Where it was found.
  let path: String
  /// What that leads to: packages are often installed as symbolic links.
  let target: String
  /// The size in bytes.
  let size: Int64
  /// When the content changed, in nanoseconds since 1970.
  let modified: Int64
  /// When the file was put there, in nanoseconds since 1970. Package managers fake the other time.
  let changed: Int64

  /// The first `codex` that can be executed in the folders of a search path, separated by colons.
  ///
  /// - Returns: `nil` if there is none. Folders that are not absolute are passed over: what they mean depends on where
  ///   the command is run.
  static func find(in searchPath: String) -> CodexProgram? {
    for folder in searchPath.split(separator: ":") where folder.hasPrefix("/") {
      if let program = CodexProgram(at: "\(folder)/codex") { return program }
    }
    return nil
  }

  /// The program at `path`; `nil` if there is no file that can be executed.
  init?(at path: String) {
    var status = stat()
    guard access(path, X_OK) == 0, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    self.path = path
    target = String(cString: real)
    size = Int64(status.st_size)
    #if canImport(Darwin)
      let times = (status.st_mtimespec, status.st_ctimespec)
    #else
      let times = (status.st_mtim, status.st_ctim)
    #endif
    modified = Self.nanoseconds(times.0)
    changed = Self.nanoseconds(times.1)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
