internal import Diagnostics

extension EngineFiles {
  /// Takes the right to start and to stop the engine.
  ///
  /// - Parameter say: gets to know if somebody else has it.
  /// - Returns: the right, held.
  /// - Throws: `Failure` if somebody else does not finish.
  func lockForCommand(_ say: (String) -> Void) async throws(Failure) -> EngineLock {
    if let lock = try await EngineLock.take(commandLock, patience: .milliseconds(100)) { return lock }
    say("waiting for another agentproxy-setup, which starts or stops the gateway")
    if let lock = try await EngineLock.take(commandLock, patience: Supervisor.patience * 2) { return lock }
    throw Failure(
      .unavailable,
      id: "engine.busy",
      "another agentproxy-setup is starting or stopping the gateway",
      hint: "wait until it has finished, or end it"
    )
  }
}
