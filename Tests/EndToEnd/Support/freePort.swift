import Glibc

/// A TCP port nobody listens on at the moment.
///
/// - Returns: the port.
/// - Throws: when the kernel has none.
func freePort() throws -> Int {
  let socket = try Socket.listening()
  defer { socket.close() }
  return try socket.localPort()
}
