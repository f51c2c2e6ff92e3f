public import Diagnostics

extension Settings {
  /// What the environment file says to a program that is started here: the process's environment counts before it.
  ///
  /// - Parameters:
  ///   - path: its absolute path. A file that is missing says nothing.
  ///   - environment: the process's environment.
  ///   - places: how messages name the file.
  ///   - system: where to read.
  /// - Returns: the settings.
  /// - Throws: `Failure` if the file cannot be read, or is wrong.
  public static func read(
    _ path: String,
    environment: [String: String],
    places: Places,
    system: some System
  ) throws(Failure) -> Settings {
    let file = try EnvironmentFile.read(path, places, environment: environment, system)
    let (settings, findings) = read(
      SettingsSource(
        values: file.values,
        environment: environment,
        document: file.document,
        file: places.display(path),
        mode: file.state?.mode
      )
    )
    let errors = findings.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Failure(.badInput, errors) }
    return settings
  }
}
