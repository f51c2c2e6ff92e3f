/// The checks of Codex.
let codexChecks: [any Check] = [
  CodexInstalledCheck(), ClientHomeCheck.codex, ClientFilesCheck.codex, CodexRefusedCheck(), CodexReservedCheck(),
  CodexWireAPICheck(), CodexProviderCheck(), CodexKeyCheck(), CodexEnvironmentCheck(), CodexLoginCheck(),
  CodexModelsCheck(), CodexDaemonCheck(), CodexTelemetryCheck(), CodexDriftCheck(),
]
