#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Who runs, or why nobody does any more. The supervisor writes it; every command reads it.
public struct EngineRecord: Sendable, Equatable, Codable {
  /// Grows when a field changes its meaning.
  var schemaVersion = 1
  /// The process that watches over the gateway.
  public var supervisor: ProcessIdentity
  /// The gateway; `nil` while it is being started again.
  public var gateway: ProcessIdentity?
  /// When the gateway began, in seconds since 1970.
  public var startedSeconds: Int64
  /// How many times it had to be started again.
  public var restarts = 0
  /// The address it listens on.
  public var host: String
  /// The port.
  public var port: Int
  /// Whether it answers without asking any provider.
  public var isSimulated: Bool
  /// Why the supervisor has given up.
  public var failure: String?
  /// Whether the supervisor has been asked to end, and knows it; `nil` of an older version's, which does not say.
  var isEnding: Bool? = false
  /// The folder in which the supervisor keeps this, as it was named then; `nil` of an older version's.
  var folder: String?
  /// Whether the folder was taken away meanwhile, and with it what the gateway writes.
  var hasLostFolder: Bool?

  /// Whether the supervisor is there.
  public var isSupervised: Bool { supervisor.isRunning }

  /// Whether the gateway or its supervisor is there.
  public var isRunning: Bool { isSupervised || gateway?.isRunning == true }

  /// Reads the record.
  ///
  /// - Parameter files: where it is.
  /// - Returns: `nil` if there is none, or none that can be understood, or it is of the clone that this one is a copy of.
  static func read(_ files: EngineFiles) -> EngineRecord? {
    guard let record = stored(files) else { return nil }
    guard let folder = record.formerFolder(files) else { return record }
    return stored(EngineFiles(folder: folder))?.supervisor == record.supervisor ? nil : record
  }

  private static func stored(_ files: EngineFiles) -> EngineRecord? {
    guard let data = try? Data(contentsOf: URL(filePath: files.record)) else { return nil }
    return try? JSONDecoder().decode(EngineRecord.self, from: data)
  }

  /// The folder that the supervisor was started for, if that is another one than where its record is now.
  func formerFolder(_ files: EngineFiles) -> String? {
    guard let folder, FileIdentity(folder) != FileIdentity(files.folder) else { return nil }
    return folder
  }

  /// The record as it is kept.
  var encoded: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Numbers, truths and texts can always be written.
    return (try? encoder.encode(self)).map(Array.init) ?? []
  }

  /// Takes the record away.
  static func remove(_ files: EngineFiles) {
    unlink(files.record)
  }
}
