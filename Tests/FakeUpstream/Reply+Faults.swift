extension FakeUpstream.Reply {
  /// The same reply, begun later.
  ///
  /// - Parameter delay: how long nothing is sent.
  /// - Returns: the changed reply.
  public func delayed(by delay: Duration) -> Self {
    var reply = self
    reply.delayBeforeHead = delay
    return reply
  }

  /// The same reply with a pause after every step.
  ///
  /// - Parameter pause: how long each pause is.
  /// - Returns: the changed reply.
  public func paced(by pause: Duration) -> Self {
    var reply = self
    reply.steps = steps.flatMap { [$0, .pause(pause)] }
    return reply
  }

  /// The same reply, cut off after some of its steps.
  ///
  /// - Parameters:
  ///   - count: how many steps are still done.
  ///   - fault: `.close` or `.reset`.
  /// - Returns: the changed reply.
  public func cut(after count: Int, by fault: Step = .close) -> Self {
    var reply = self
    reply.steps = Array(steps.prefix(count)) + [fault]
    return reply
  }

  /// The same reply without its last steps, but properly ended: what a provider sends that forgets the final event.
  ///
  /// - Parameter count: how many steps are left out.
  /// - Returns: the changed reply.
  public func withoutLast(_ count: Int) -> Self {
    var reply = self
    reply.steps = Array(steps.dropLast(count))
    return reply
  }

  /// The same reply with more header fields.
  ///
  /// - Parameter fields: appended in order.
  /// - Returns: the changed reply.
  public func adding(_ fields: (name: String, value: String)...) -> Self {
    var reply = self
    reply.headers += fields
    return reply
  }

  /// The same reply with every byte of its body sent as a piece of its own: no reader may rely on piece borders.
  ///
  /// - Returns: the changed reply.
  public func byteByByte() -> Self {
    var reply = self
    reply.steps = steps.flatMap { step -> [Step] in
      guard case .bytes(let bytes) = step else { return [step] }
      return bytes.map { .bytes([$0]) }
    }
    return reply
  }
}
