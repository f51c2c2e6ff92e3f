/// Something that takes its time to find out, and that several checks want to know: it is found out once.
actor Once<Value: Sendable> {
  private var task: Task<Value, Never>?

  /// The value.
  ///
  /// - Parameter work: finds it out; called by the first who asks.
  /// - Returns: the value, which is the same for everybody.
  func value(_ work: @escaping @Sendable () async -> Value) async -> Value {
    let task = self.task ?? Task { await work() }
    self.task = task
    return await task.value
  }
}
