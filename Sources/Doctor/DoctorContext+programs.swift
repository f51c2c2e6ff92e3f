#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension DoctorContext {
  /// Finds a program in the folders of `PATH`, without running it.
  ///
  /// - Parameter name: its name.
  /// - Returns: its absolute path, or `nil` if there is none that can be executed.
  public func findProgram(_ name: String) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
      .first(where: isProgram)
  }

  /// Whether there is a file at a path that can be executed.
  public func isProgram(_ path: String) -> Bool {
    var status = stat()
    return access(path, X_OK) == 0 && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
