public import Diagnostics
internal import DotEnv
public import Secrets

/// `.env` as somebody sees it who looks for what is wrong with it: whatever that is, there is something to look at.
public struct EnvironmentReading: Sendable {
  /// The file's absolute path.
  public let path: String
  /// What messages call it.
  public let name: String
  /// Whether there is such a file.
  public let exists: Bool
  /// Why the file says nothing: it cannot be read, or Compose would refuse it.
  public let failure: Failure?
  /// What the file alone says, as `init` takes it.
  public let settings: Settings
  /// What is wrong with it, in the order of its lines; then the keys that have another value in the environment.
  public let findings: [Diagnostic]
  /// The keys that the file gives a value, each once.
  public let keys: [String]
  /// The content; empty if it cannot be read.
  public let bytes: [UInt8]
  private let values: DotEnvValues

  /// Reads the file.
  ///
  /// - Parameters:
  ///   - path: its absolute path.
  ///   - environment: the process's environment, for the variables used in values.
  ///   - isTrackedByGit: whether git tracks it.
  ///   - places: how messages name it.
  ///   - system: where to read.
  public init(
    _ path: String,
    environment: [String: String],
    isTrackedByGit: Bool,
    places: Places,
    system: some System
  ) {
    self.path = path
    name = places.display(path)
    do throws(Failure) {
      try refuseDanglingLink(path)
      let file = try EnvironmentFile.read(path, places, environment: environment, system)
      let source = SettingsSource(
        values: file.values,
        document: file.state.map { _ in file.document },
        file: name,
        mode: file.state?.mode,
        isTrackedByGit: isTrackedByGit
      )
      let (settings, findings) = Settings.read(source)
      exists = file.state != nil
      failure = nil
      self.settings = settings
      self.findings = findings + shadowedKeys(file.document, file.values, environment, file: name)
      values = file.values
      bytes = file.state?.bytes ?? []
    } catch {
      exists = true
      failure = error
      settings = .defaults
      findings = []
      values = .empty
      bytes = []
    }
    keys = values.order
  }

  /// The value of a key, as Compose reads it; `nil` if the file does not have it.
  public subscript(key: String) -> String? { values[key] }

  /// Everything in the file that must not be shown.
  public var secrets: [Secret] {
    keys.filter(SecretNames.contains).compactMap { values[$0] }.filter { !$0.isEmpty }.map { Secret($0) }
  }
}
