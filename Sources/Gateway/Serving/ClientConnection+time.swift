import NIOCore
import WireFormats

/// The times by which something must have happened, and clients that take their answers slowly.
extension ClientConnection {
  /// Sets the time by which something must have happened.
  func setDeadline(_ deadline: NIODeadline) {
    self.deadline = deadline
    setTimer()
  }

  /// One timer serves all deadlines of a connection, and its pings; it is only set anew when one of them comes before
  /// it.
  private func setTimer() {
    let due = min(deadline, forwarding?.pingDue ?? .distantFuture)
    if let timer, timer.deadline <= due { return }
    timer?.task.cancel()
    let boundSelf = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let task = loop.eventLoop.scheduleTask(deadline: due) { boundSelf.value.timerFired() }
    timer = (task, due)
  }

  private func timerFired() {
    timer = nil
    let now = NIODeadline.now()
    guard deadline <= now else {
      if let forwarding, forwarding.pingDue <= now { ping(at: now) }
      // The ping may have found that the client is gone.
      if case .closed = state { return }
      setTimer()
      return
    }
    switch state {
    case .idle, .lingering, .closed:
      close()
    case .receiving, .refusing:
      keepsAlive = false
      answer(ErrorReply(.requestTimeout, "the request's body did not arrive in time"))
    case .responding where context?.channel.isWritable == false, .finishing:
      endUnlessTaking()
    case .waiting where forwarding?.attempt == nil:
      goOn()
    case .responding where forwarding?.stream.map({ $0.state != .running }) == true:
      // The answer is whole, and the provider has not closed it.
      upstream?.cancel()
      upstreamDidEnd()
    case .waiting, .responding:
      upstream?.cancel()
      upstream = nil
      upstreamDidFail(.timeout, wasReused: false)
    }
  }

  // MARK: - Clients that take their answers slowly

  /// What is written and not yet the kernel's.
  var unsentBytes: Int {
    let count = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
    return count ?? 0
  }

  /// From now on the client has to take something within the idle time.
  func watchUnsentBytes() {
    watchedBytes = unsentBytes
    setDeadline(.now() + core.limits.idleTimeout)
  }

  /// Cuts a client that has taken nothing since the last look. One that is slow, but takes something, may go on.
  private func endUnlessTaking() {
    guard unsentBytes >= watchedBytes else {
      watchUnsentBytes()
      return
    }
    cancelUpstream()
    finishLog(fault: "client too slow")
    request = nil
    state = .closed
    close()
  }
}
