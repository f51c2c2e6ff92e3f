internal import Provisioning

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// There is a home folder, in which the tools have their files.
struct HomeCheck: Check {
  let id = "host.home"
  let title = "home folder"
  let meaning = "HOME is not set, or is no folder in which files can be made, as the tools do"
  private static let remedy = Remedy.advice("set HOME to your home folder: `export HOME=…`")

  func run(_ context: DoctorContext) async -> Outcome {
    guard context.isHomeSet else {
      return .warning(
        "HOME is not set: your account's home folder is looked at, and tools may use another",
        Self.remedy
      )
    }
    if let fault = Self.fault(context) {
      return .failed("HOME is \(context.environment["HOME"] ?? "/"), \(fault)", Self.remedy)
    }
    return .passed("files can be made there")
  }

  /// What is wrong with the home folder; `nil` if it can be used.
  static func fault(_ context: DoctorContext) -> String? {
    guard context.environment["HOME"]?.hasPrefix("/") ?? true else {
      return "which is another folder for each that a tool is started in"
    }
    // The topmost folder has no name.
    let home = context.places.home.isEmpty ? "/" : context.places.home
    guard access(home, F_OK) == 0 else { return "which is not there" }
    guard isFolder(home) else { return "which is no folder" }
    // What root may do everywhere cannot be done where there are no disks behind, as in `/proc`.
    guard access(home, W_OK) == 0, freeMegabytesOnDisk(home) != nil else { return "where you may make no files" }
    return nil
  }
}
