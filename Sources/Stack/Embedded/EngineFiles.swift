/// What the embedded engine keeps in the clone's `.agentproxy` while it runs in the background.
public struct EngineFiles: Sendable, Equatable {
  /// The folder.
  public let folder: String

  /// The files below a clone's own folder for such things.
  ///
  /// - Parameter folder: `.agentproxy` in the clone, as an absolute path.
  public init(folder: String) {
    self.folder = folder
  }

  /// Who runs: ``EngineRecord``.
  var record: String { "\(folder)/\(Self.recordName)" }
  /// The record's name in the folder.
  static let recordName = "engine.json"
  /// Held by a command that starts or stops it.
  var commandLock: String { "\(folder)/engine.lock" }
  /// Held by the supervisor for as long as it lives.
  var supervisorLock: String { "\(folder)/supervisor.lock" }
  /// What the gateway and its supervisor say.
  public var log: String { "\(folder)/engine.log" }
  /// What they said before that.
  var olderLog: String { "\(folder)/engine.log.1" }
}
