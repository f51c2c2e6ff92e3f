internal import Provisioning

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A process of this machine, as Linux shows it below `/proc`.
struct RunningProcess {
  /// Its number.
  let id: Int
  /// What it was called with.
  let arguments: [String]
  /// When it started, in seconds since 1970.
  let start: Double
  /// What it found in its environment when it started.
  let environment: [String: String]

  /// The processes that were called in a way, and whose environment may be read: this user's own.
  ///
  /// - Parameters:
  ///   - folder: where the processes are shown; the tests have a folder of their own.
  ///   - system: reads the files.
  ///   - isMeant: looks at what a process was called with.
  /// - Returns: the processes; none where there is no such folder, as on macOS.
  static func all(
    in folder: String = "/proc",
    _ system: any System,
    where isMeant: ([String]) -> Bool
  ) -> [RunningProcess] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var boot: Double?
    var found: [RunningProcess] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let id = Int(name), let arguments = strings("\(folder)/\(name)/cmdline", system), isMeant(arguments) else {
        continue
      }
      let since = boot ?? bootTime(folder, system)
      boot = since
      guard let ticks = startTicks("\(folder)/\(name)/stat", system),
        let variables = strings("\(folder)/\(name)/environ", system)
      else { continue }
      let pairs = variables.compactMap { text -> (String, String)? in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
      }
      found.append(
        RunningProcess(
          id: id,
          arguments: arguments,
          start: since + ticks / Double(sysconf(Int32(_SC_CLK_TCK))),
          environment: Dictionary(pairs) { $1 }
        )
      )
    }
    return found.sorted { $0.id < $1.id }
  }

  /// The strings of a file, each of which ends in a NUL.
  private static func strings(_ path: String, _ system: any System) -> [String]? {
    guard let bytes = (try? system.read(path)).flatMap(\.self)?.bytes else { return nil }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The clock's ticks from the machine's start to the process's.
  private static func startTicks(_ path: String, _ system: any System) -> Double? {
    guard let bytes = (try? system.read(path)).flatMap(\.self)?.bytes,
      // The name before it is in parentheses, and may have any character in it.
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[bytes.index(after: end)...].split(separator: UInt8(ascii: " "))
    return fields.count > 19 ? Double(String(decoding: fields[19], as: UTF8.self)) : nil
  }

  /// When the machine started, in seconds since 1970.
  private static func bootTime(_ folder: String, _ system: any System) -> Double {
    let bytes = (try? system.read("\(folder)/stat")).flatMap(\.self)?.bytes ?? []
    let line = bytes.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "btime ".utf8) }
    return line.flatMap { Double(String(decoding: $0.dropFirst(6), as: UTF8.self)) } ?? 0
  }
}
