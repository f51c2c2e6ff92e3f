import Glibc

/// A TCP socket on loopback, for the requests no well-behaved HTTP client would send.
struct Socket {
  private let descriptor: Int32

  /// Connects to a port of this machine.
  ///
  /// - Parameter port: the port.
  /// - Throws: when nobody listens there.
  init(port: Int) throws {
    descriptor = try Self.make()
    let status = Self.withAddress(port: port) { connect(descriptor, $0, $1) }
    guard status == 0 else { throw Self.failure("connect") }
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// A socket that listens on a free port.
  ///
  /// - Returns: the socket.
  /// - Throws: when there is none.
  static func listening() throws -> Socket {
    let descriptor = try make()
    guard withAddress(port: 0, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 8) == 0 else {
      throw failure("bind")
    }
    return Socket(descriptor: descriptor)
  }

  /// The port it is bound to.
  ///
  /// - Returns: the port.
  /// - Throws: when the kernel does not say.
  func localPort() throws -> Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    guard status == 0 else { throw Self.failure("getsockname") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Sends all of `text`.
  ///
  /// - Parameter text: the bytes.
  /// - Returns: false when the other side has closed.
  @discardableResult
  func send(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// Receives what there is, waiting up to `timeout` for it.
  ///
  /// - Parameter timeout: in whole milliseconds.
  /// - Returns: some bytes; none at the end of the stream; `nil` when the time is over.
  func receive(timeout: Int) -> [UInt8]? {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&poll, 1, Int32(timeout)) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(0, count)))
  }

  /// Closes it.
  func close() {
    _ = Glibc.close(descriptor)
  }

  private static func make() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure("socket") }
    return descriptor
  }

  private static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  private static func failure(_ call: String) -> Failure {
    Failure("\(call): \(String(cString: strerror(errno)))")
  }
}
