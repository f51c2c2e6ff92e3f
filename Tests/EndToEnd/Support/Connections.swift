/// The network addresses in a trace written by strace.
struct Connections {
  /// The calls that can name a remote address, as strace's `-e` wants them.
  static let tracedCalls = "trace=connect,sendto,sendmsg,sendmmsg"

  /// Every IPv4 and IPv6 address in order of appearance, with its port, such as `127.0.0.1:4000`.
  let addresses: [String]

  /// Reads a trace.
  ///
  /// - Parameter trace: the text strace wrote; sockets that are not IP (Unix, netlink) are left out.
  init(trace: String) {
    addresses = trace.split(separator: "\n").flatMap { line -> [String] in
      guard line.contains("AF_INET") else { return [] }
      let host =
        Self.text(in: line, between: #"inet_addr(""#, and: #"""#)
        ?? Self.text(in: line, between: #"inet_pton(AF_INET6, ""#, and: #"""#)
      let port = Self.text(in: line, between: "_port=htons(", and: ")")
      return ["\(host ?? "unreadable: \(line)"):\(port ?? "?")"]
    }
  }

  /// The addresses that are not this machine's own loopback.
  var foreign: [String] {
    addresses.filter { !$0.hasPrefix("127.") && !$0.hasPrefix("::1:") && !$0.hasPrefix("::ffff:127.") }
  }

  private static func text(in line: Substring, between start: String, and end: String) -> String? {
    guard let from = line.firstRange(of: start), let to = line[from.upperBound...].firstRange(of: end) else {
      return nil
    }
    return String(line[from.upperBound..<to.lowerBound])
  }
}
