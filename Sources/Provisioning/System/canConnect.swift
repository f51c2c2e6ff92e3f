#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Whether something accepts TCP connections at `address`, as far as that can be found out in time.
///
/// - Parameters:
///   - address: where to try.
///   - milliseconds: how long to wait at most, looking up the name included.
/// - Returns: `true` if a connection came about.
public func canConnect(to address: GatewayAddress, milliseconds: Int32) -> Bool {
  var ends: [Int32] = [0, 0]
  guard pipe(&ends) == 0 else { return false }
  let (reading, writing) = (ends[0], ends[1])
  // Looking up a name cannot be interrupted. It is left behind if it takes too long; the process ends soon anyway.
  Task.detached {
    if connects(host: address.host, port: address.port) { _ = write(writing, "+", 1) }
    close(writing)
  }
  defer { close(reading) }
  var wait = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
  var byte: UInt8 = 0
  return poll(&wait, 1, milliseconds) == 1 && read(reading, &byte, 1) == 1
}

/// Tries each of the host's addresses in turn.
private func connects(host: String, port: Int) -> Bool {
  var hints = addrinfo()
  hints.ai_family = AF_UNSPEC
  #if canImport(Glibc)
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
  #else
    hints.ai_socktype = SOCK_STREAM
  #endif
  var found: UnsafeMutablePointer<addrinfo>?
  guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return false }
  defer { freeaddrinfo(found) }
  var next = found
  while let candidate = next?.pointee {
    let descriptor = socket(candidate.ai_family, candidate.ai_socktype, candidate.ai_protocol)
    if descriptor >= 0 {
      defer { close(descriptor) }
      if connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 { return true }
    }
    next = candidate.ai_next
  }
  return false
}
