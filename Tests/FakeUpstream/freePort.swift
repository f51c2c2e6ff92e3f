import Glibc
import NIOCore
import Synchronization

/// The ports that were given to tests so far.
private let given = Mutex<Set<Int>>([])

/// A TCP port on which nobody listens at the moment, at any address of either family. It is below those that the kernel
/// gives away by itself, and given only once, so that no other test gets it meanwhile.
public func freePort() -> Int {
  while true {
    let port = Int.random(in: 20_000..<32_000)
    if !isTaken(port), given.withLock({ $0.insert(port).inserted }) { return port }
  }
}

/// Whether somebody listens on `port`. The second address stands for both families, where a machine has the new one.
private func isTaken(_ port: Int) -> Bool {
  ["0.0.0.0", "::"].contains { host in
    guard let address = try? SocketAddress(ipAddress: host, port: port) else { return false }
    let descriptor = socket(Int32(address.protocol.rawValue), Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // As servers do: a connection that ended a moment ago is in nobody's way.
    var reuses: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuses, socklen_t(MemoryLayout<Int32>.size))
    return address.withSockAddr { bind(descriptor, $0, socklen_t($1)) } != 0
  }
}
