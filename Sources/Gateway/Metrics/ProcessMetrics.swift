import Glibc

/// What the system says of this process, under the names that Prometheus' own clients use.
enum ProcessMetrics {
  static func write(startSeconds: Int, to text: inout MetricsText) {
    text.begin("process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.")
    text.sample("process_start_time_seconds", [], startSeconds)
    var usage = rusage()
    if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
      text.begin("process_cpu_seconds_total", "counter", "User and system time.")
      text.sample("process_cpu_seconds_total", [], seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }
    if let pages = residentPages() {
      text.begin("process_resident_memory_bytes", "gauge", "Resident memory.")
      text.sample("process_resident_memory_bytes", [], pages * sysconf(Int32(_SC_PAGESIZE)))
    }
    text.begin("process_open_fds", "gauge", "Open file descriptors.")
    text.sample("process_open_fds", [], openDescriptors())
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

  private static func residentPages() -> Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
      separator: " "
    )
    return words.count > 1 ? Int(words[1]) : nil
  }

  private static func openDescriptors() -> Int {
    guard let folder = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    // `.`, `..` and the folder itself.
    return max(0, count - 3)
  }
}
