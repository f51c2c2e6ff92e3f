#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What to do about a file of the clone's own folder that cannot be made or written.
///
/// - Parameter code: the error number.
/// - Returns: the advice.
func fileRemedy(_ code: Int32) -> String {
  switch code {
  case ENOSPC: "free some space on the disk (df), and run the command again"
  case EDQUOT: "your quota on that disk is used up: free some space (quota), and run the command again"
  case EROFS: "the file system is mounted read-only: mount it writable"
  case EISDIR: "take away the folder of that name"
  case EEXIST, ENOTDIR: "there is a file, or a link that leads to nothing, where a folder is needed: take it away"
  case ELOOP: "there is a symbolic link of that name: take it away"
  default: "the clone's folder must be there, and be yours to write to"
  }
}

/// Makes a folder that its owner alone can look into, unless it is there.
///
/// - Parameter path: the folder.
/// - Returns: 0, or why it is not there: an error number.
func makeFolder(_ path: String) -> Int32 {
  guard mkdir(path, 0o700) != 0 else { return 0 }
  let code = errno
  var status = stat()
  return code == EEXIST && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR ? 0 : code
}
