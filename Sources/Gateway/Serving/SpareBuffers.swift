import NIOCore

/// The memory of messages that are sent, for those that are to be sent next.
///
/// A buffer may come here while the socket still has a part of it to send. Whoever takes it to write into it then gets
/// fresh memory, as always where two hold a buffer.
struct SpareBuffers {
  private var buffers: [ByteBuffer] = []

  /// As many requests as this are seldom under way at the same time.
  private static let maximumCount = 64
  /// A head with a small body behind it.
  private static let maximumCapacity = 16 << 10

  /// A buffer whose bytes are of no use any more.
  mutating func take() -> ByteBuffer { buffers.popLast() ?? ByteBuffer() }

  /// Keeps the memory of a buffer.
  mutating func keep(_ buffer: ByteBuffer) {
    guard buffers.count < Self.maximumCount, buffer.storageCapacity <= Self.maximumCapacity else { return }
    buffers.append(buffer)
  }
}
