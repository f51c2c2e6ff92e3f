#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Finds a program as a shell does.
///
/// - Parameters:
///   - word: a name, or a path if there is a slash in it.
///   - searchPath: the folders for names, separated by colons. Those that are not absolute are passed over: what they
///     mean depends on where the command is run.
///   - current: the folder for a relative path.
/// - Returns: its absolute path, or `nil` if there is none that can be executed.
func findProgram(_ word: String, in searchPath: String, from current: String) -> String? {
  let candidates =
    word.contains("/")
    ? [absolutePath(word, from: current)]
    : searchPath.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(word)" }
  return candidates.first { path in
    var status = stat()
    return access(path, X_OK) == 0 && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
