internal import Provisioning

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What machine this is, and whether the user is who they think they are.
struct SystemCheck: Check {
  let id = "host.system"
  let title = "system"
  let meaning = "the command runs by sudo, so that files in the home folder would belong to root"

  func run(_ context: DoctorContext) async -> Outcome {
    if geteuid() == 0, let user = context.environment["SUDO_USER"], !user.isEmpty, user != "root" {
      return .warning(
        "this runs by sudo: what it reads and writes is root's, and not what your tools use",
        .advice("run it without sudo")
      )
    }
    let release = context.file("/etc/os-release").map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    let name = release.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
      .map { $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" } }
    let kernel = context.file("/proc/sys/kernel/osrelease").map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    let isWSL = kernel.lowercased().contains("microsoft")
    return .passed("\(name ?? platform)\(isWSL ? " in WSL" : ""), \(machine)")
  }
}

/// The kernel's name and the machine's kind, such as `Linux x86_64`.
public var platform: String { "\(kernelName) \(machine)" }

private var kernelName: String {
  var names = utsname()
  uname(&names)
  return withUnsafeBytes(of: &names.sysname) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

private var machine: String {
  var names = utsname()
  uname(&names)
  return withUnsafeBytes(of: &names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
