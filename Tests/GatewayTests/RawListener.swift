import Dispatch
import Foundation
import Glibc
import NIOCore

/// A server that accepts connections, does one thing with each, and closes it.
final class RawListener: Sendable {
  /// The port of this machine where it listens.
  let port: Int
  private let descriptor: Int32

  /// - Parameters:
  ///   - address: where to listen.
  ///   - port: the port, 0 for any that is free.
  ///   - handle: gets the socket of each connection, on a thread of its own.
  /// - Throws: when it cannot listen there.
  init(_ address: String = "127.0.0.1", port: Int = 0, _ handle: @escaping @Sendable (Int32) -> Void) throws {
    let isNew = address.contains(":")
    let descriptor = socket(isNew ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    // NIO's own address: which module the system's belongs to depends on what else is compiled beside this file.
    let place = try SocketAddress(ipAddress: address, port: port)
    var result = place.withSockAddr { address, size in bind(descriptor, address, socklen_t(size)) }
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    if result == 0 {
      result = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
      }
    }
    guard result == 0, listen(descriptor, 16) == 0 else {
      close(descriptor)
      throw POSIXError(.EADDRNOTAVAIL)
    }
    self.descriptor = descriptor
    // The port stands at the same place for both families.
    self.port = withUnsafeBytes(of: &storage) { Int($0[2]) << 8 | Int($0[3]) }
    Thread.detachNewThread {
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        Thread.detachNewThread {
          handle(connection)
          close(connection)
        }
      }
    }
  }

  /// A provider, more or less: reads a little of a request, and gives it one short answer.
  static func answering(_ text: String, at address: String, port: Int = 0) throws -> RawListener {
    try RawListener(address, port: port) { descriptor in
      var request = [UInt8](repeating: 0, count: 64 << 10)
      guard recv(descriptor, &request, request.count, 0) > 0 else { return }
      let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
      _ = answer.withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }
  }

  deinit {
    // Only this ends an `accept` under way.
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}
