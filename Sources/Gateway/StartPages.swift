import Glibc

/// What only the start needed of the program's file.
///
/// The start touches pages all over a large program: relocations, the records of its types, code that runs once. The
/// kernel keeps them in the process until memory is short, and counts them as the process's own.
public enum StartPages {
  /// Takes the pages of the program's code out of this process. Those that are still needed come back from the kernel's
  /// cache of the file when they are touched.
  ///
  /// - Returns: of how many bytes; zero where the system does not tell a process what it consists of.
  @discardableResult
  public static func release() -> Int {
    guard let maps = fopen("/proc/self/maps", "r") else { return 0 }
    defer { fclose(maps) }
    var program: Substring?
    var released = 0
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, maps) > 0, let text = line.map({ String(cString: $0) }) {
      // `556383ab5000-556385eda000 r-xp 00000000 fe:00 12345    /usr/local/bin/agentproxy-setup`
      guard let path = text.firstIndex(of: "/").map({ text[$0...] }) else { continue }
      // The first mapping of a file is the program's own; its libraries are small.
      program = program ?? path
      let fields = text.split(separator: " ", maxSplits: 2)
      // What can be written to holds what no file has.
      guard path == program, fields.count == 3, fields[1] == "r-xp" else { continue }
      let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard ends.count == 2, ends[0] < ends[1] else { continue }
      if madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED) == 0 {
        released += Int(ends[1] - ends[0])
      }
    }
    return released
  }
}
