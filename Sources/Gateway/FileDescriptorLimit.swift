import Glibc

/// How many files and connections this process may have open at once.
public enum FileDescriptorLimit {
  /// Raises the limit to the highest that the system allows this user.
  ///
  /// The usual 1024 is meant for programs that use `select`; a gateway has two connections for each stream.
  ///
  /// - Returns: how many may be open from now on.
  @discardableResult
  public static func raise() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
    if limit.rlim_cur < limit.rlim_max {
      var raised = limit
      raised.rlim_cur = limit.rlim_max
      if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
    }
    return Int(clamping: limit.rlim_cur)
  }
}
