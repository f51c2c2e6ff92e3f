internal import CFileSystem
public import Diagnostics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ToolLaunch {
  /// Becomes the tool: signals, the terminal and the exit status are its own from here on.
  ///
  /// - Throws: `Failure` if it cannot be started.
  public func start() throws(Failure) -> Never {
    var arguments = arguments
    if let settings { arguments.insert(contentsOf: ["--settings", try Self.place(settings)], at: 1) }
    unblockSignals()
    let code = Self.execute(program, arguments, environment.map { "\($0.key)=\($0.value)" })
    throw Failure(
      .unavailable,
      id: "run.not-started",
      "\(program) cannot be started: \(errorText(code))",
      hint: "check with `file \(program)` that it is a program for this machine"
    )
  }

  /// Puts the settings into a file that has no name in any folder and goes with the process. They hold the key, which
  /// on the command line everybody on this machine could read.
  ///
  /// - Returns: the path by which this process and those below it reach the file.
  private static func place(_ settings: String) throws(Failure) -> String {
    let descriptor = cfs_nameless_file("claude-settings")
    guard descriptor >= 0 else {
      throw Failure(
        .unavailable,
        id: "run.no-settings",
        "there is no way to hand Claude Code its settings here: \(errorText(-descriptor))",
        hint: "configure it with agentproxy-setup init, and start it itself"
      )
    }
    let bytes = Array(settings.utf8)
    let written = bytes.withUnsafeBytes { writeSome(descriptor, $0) }
    guard written == bytes.count else {
      throw Failure(.failed, id: "run.no-settings", "Claude Code's settings cannot be written: \(errorText(errno))")
    }
    return "/proc/\(getpid())/fd/\(descriptor)"
  }

  /// The threads of the Swift runtime block nearly all signals, which the tool would inherit.
  private func unblockSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
  }

  /// - Returns: the error number; on success it does not return.
  private static func execute(_ program: String, _ arguments: [String], _ environment: [String]) -> Int32 {
    var argumentPointers = arguments.map { strdup($0) } + [nil]
    var environmentPointers = environment.map { strdup($0) } + [nil]
    defer { (argumentPointers + environmentPointers).forEach { free($0) } }
    execve(program, &argumentPointers, &environmentPointers)
    return errno
  }
}
