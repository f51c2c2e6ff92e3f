public import Diagnostics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Keeps the file at `path` from everybody but its owner, as `chmod 600` does.
///
/// - Throws: `Failure` if the system refuses it.
public func restrictAccess(to path: String, name: String) throws(Failure) {
  guard chmod(path, 0o600) == 0 else {
    throw Failure(
      .failed,
      id: "file.mode",
      "the mode of \(name) cannot be changed: \(errorText(errno))",
      hint: "ask its owner to run chmod 600 \(name)"
    )
  }
}
