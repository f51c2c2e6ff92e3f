/// The checks of Codex.
let codexChecks: [any Check] = [
  CodexInstalledCheck(), CodexHomeCheck(), CodexFilesCheck(), CodexRefusedCheck(), CodexReservedCheck(),
  CodexWireAPICheck(), CodexProviderCheck(), CodexKeyCheck(), CodexEnvironmentCheck(), CodexLoginCheck(),
  CodexModelsCheck(), CodexDaemonCheck(), CodexTelemetryCheck(), CodexDriftCheck(),
]
