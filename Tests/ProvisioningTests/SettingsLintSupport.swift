import Diagnostics
import DotEnv

@testable import Provisioning

/// Reads a file's text as the commands do.
func lint(
  _ text: String,
  environment: [String: String] = [:],
  mode: UInt32? = 0o600,
  isTrackedByGit: Bool = false
) throws -> (settings: Settings, findings: [Diagnostic]) {
  let document = try DotEnvDocument(parsing: Array(text.utf8))
  return Settings.read(
    SettingsSource(
      values: try document.resolve(environment: environment),
      environment: environment,
      document: document,
      mode: mode,
      isTrackedByGit: isTrackedByGit
    )
  )
}
