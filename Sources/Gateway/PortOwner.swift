import Glibc
import NIOCore

/// Finds the process that listens on a port, from `/proc`.
///
/// Another user's processes cannot be looked into; then only the fact remains that the port is taken.
public enum PortOwner {
  /// Whether somebody listens on `port` in such a way that this machine's user cannot.
  ///
  /// It is tried: to look for it among all the sockets of the machine takes a hundred times as long.
  ///
  /// - Parameters:
  ///   - port: the port.
  ///   - host: the address to listen on; a name stands for 127.0.0.1.
  /// - Returns: whether it is so.
  public static func isTaken(port: Int, host: String = "127.0.0.1") -> Bool {
    let address =
      (try? SocketAddress(ipAddress: host, port: port)) ?? (try? SocketAddress(ipAddress: "127.0.0.1", port: port))
    guard let address else { return false }
    let descriptor = socket(Int32(address.protocol.rawValue), Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // As the engine does: a connection that ended a moment ago is in nobody's way.
    var reuses: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuses, socklen_t(MemoryLayout<Int32>.size))
    let status = address.withSockAddr { bind(descriptor, $0, socklen_t($1)) }
    return status != 0 && errno == EADDRINUSE
  }

  /// The process that listens on `port`, as `NAME (process N)`, or `nil` where it cannot be found out.
  public static func find(port: Int) -> String? {
    for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
      let inodes = listeningInodes(port: port, in: file)
      if !inodes.isEmpty { return owner(of: inodes) }
    }
    return nil
  }

  private static func owner(of inodes: Set<Substring>) -> String? {
    for process in entries(of: "/proc") where process.allSatisfy({ $0.isNumber }) {
      for descriptor in entries(of: "/proc/\(process)/fd") {
        guard let target = linkTarget("/proc/\(process)/fd/\(descriptor)"), target.hasPrefix("socket:[") else {
          continue
        }
        if inodes.contains(target.dropFirst("socket:[".count).dropLast()) {
          let name = name(of: process)
          return name.isEmpty ? "process \(process)" : "\(name) (process \(process))"
        }
      }
    }
    return nil
  }

  /// The program's name without its folder. `/proc/N/comm` would have it too, but cut off after 15 characters.
  private static func name(of process: String) -> Substring {
    let program = readText("/proc/\(process)/cmdline").prefix { $0 != "\0" }
    return program.split(separator: "/").last ?? ""
  }

  /// The inodes of the sockets in state LISTEN (0A) on the port; see proc_net_tcp in the kernel's documentation.
  private static func listeningInodes(port: Int, in file: String) -> Set<Substring> {
    var inodes: Set<Substring> = []
    for line in readText(file).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: " ")
      guard fields.count > 9, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":") else { continue }
      let localPort = fields[1][fields[1].index(after: colon)...]
      if Int(localPort, radix: 16) == port { inodes.insert(fields[9]) }
    }
    return inodes
  }

  private static func entries(of directory: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
    }
    return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
  }

  private static func readText(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { return String(decoding: text, as: UTF8.self) }
      text.append(contentsOf: buffer.prefix(count))
    }
  }
}
