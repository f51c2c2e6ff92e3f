import NIOCore

/// Writing an answer, and what follows its last byte.
extension ClientConnection {
  /// Up to this size a piece is copied behind what is to be written before it.
  private static let copiedSize = 8 << 10

  /// Writes a piece with the next flush.
  func emit(_ piece: ByteBuffer) {
    if outbound.readableBytes == 0 || piece.readableBytes > Self.copiedSize {
      writeOutbound()
      context?.write(NIOAny(piece), promise: nil)
    } else {
      outbound.writeImmutableBuffer(piece)
    }
  }

  /// Hands everything over to the socket.
  func flush() {
    writeOutbound()
    context?.flush()
  }

  private func writeOutbound() {
    guard outbound.readableBytes > 0 else { return }
    let piece = outbound
    outbound = ByteBuffer()
    context?.write(NIOAny(piece), promise: nil)
    loop.buffers.keep(piece)
  }

  // MARK: - The end of an answer

  /// After an answer's last byte: waits until the client has taken it, then goes on to the next request, or the end.
  func completeAnswer() {
    flush()
    // The flush may have found that the client is gone.
    guard case .responding = state, let context else { return }
    request?.body = ByteBuffer()
    forwarding = nil
    state = .finishing
    guard unsentBytes > 0 else {
      answerIsTaken()
      return
    }
    watchUnsentBytes()
    // An empty write is done when all before it are.
    let promise = context.eventLoop.makePromise(of: Void.self)
    let boundSelf = NIOLoopBound(self, eventLoop: loop.eventLoop)
    promise.futureResult.whenSuccess { boundSelf.value.answerIsTaken() }
    context.writeAndFlush(NIOAny(ByteBuffer()), promise: promise)
  }

  private func answerIsTaken() {
    guard case .finishing = state else { return }
    finishLog(fault: "")
    if let request { loop.requests.keep(request) }
    request = nil
    guard keepsAlive, !loop.isDraining else {
      linger()
      return
    }
    state = .idle
    setDeadline(.now() + core.limits.idleTimeout)
    process()
  }

  private func linger() {
    guard let context else { return }
    state = .lingering
    inbound = ByteBuffer()
    setDeadline(.now() + core.limits.lingerTimeout)
    context.close(mode: .output, promise: nil)
    guard hasPendingRead else { return }
    hasPendingRead = false
    context.read()
  }
}
