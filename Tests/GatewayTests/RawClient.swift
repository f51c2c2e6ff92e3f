import Dispatch
import Foundation
import Glibc
import NIOCore

/// A client that writes and reads bytes, so that a test says exactly what is on the wire.
final class RawClient: Sendable {
  private let descriptor: Int32
  // Blocking calls stay off the threads that Swift's tasks share.
  private let sending = DispatchQueue(label: "test.send")
  private let receiving = DispatchQueue(label: "test.receive")

  /// Connects to a port of this machine. `receiveBuffer` is the size of the kernel's buffer for what this side has not
  /// read yet, if not the usual one; `newFamily` says whether to connect to `::1`.
  init(port: Int, receiveBuffer: Int32? = nil, newFamily: Bool = false) throws {
    descriptor = socket(newFamily ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    // NIO's own address: which module the system's belongs to depends on what else is compiled beside this file.
    let address = try SocketAddress(ipAddress: newFamily ? "::1" : "127.0.0.1", port: port)
    let result = address.withSockAddr { address, size in connect(descriptor, address, socklen_t(size)) }
    guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { Glibc.close(descriptor) }

  /// Writes everything; false if the other side has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) async -> Bool {
    await withCheckedContinuation { continuation in
      sending.async { [descriptor] in
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
          guard count > 0 else { break }
          rest = rest.dropFirst(count)
        }
        continuation.resume(returning: rest.isEmpty)
      }
    }
  }

  @discardableResult
  func send(_ text: String) async -> Bool { await send(Array(text.utf8)) }

  /// Writes `bytes` again and again until the other side takes no more for half a second, or `limit` bytes are gone.
  func sendUntilHeldBack(_ bytes: [UInt8], limit: Int) async -> Int {
    var patience = timeval(tv_sec: 0, tv_usec: 500_000)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var count = 0
    while count < limit, await send(bytes) { count += bytes.count }
    return count
  }

  /// Reads what is there, waiting for the first byte; empty at the end.
  func receive() async -> [UInt8] {
    await withCheckedContinuation { continuation in
      receiving.async { [descriptor] in
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        continuation.resume(returning: Array(buffer.prefix(max(0, count))))
      }
    }
  }

  /// Reads to the end of the connection.
  func receiveAll() async -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let piece = await receive()
      if piece.isEmpty { return all }
      all += piece
    }
  }

  /// Reads until `text` has come, or the connection has ended.
  func receive(until text: String) async -> String {
    var all: [UInt8] = []
    while true {
      let soFar = String(decoding: all, as: UTF8.self)
      if soFar.contains(text) { return soFar }
      let piece = await receive()
      if piece.isEmpty { return soFar }
      all += piece
    }
  }

  /// Leaves without a word.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    shutdown(descriptor, Int32(SHUT_RDWR))
  }
}
