/// The checks of Claude Code.
let claudeChecks: [any Check] = [
  ClaudeInstalledCheck(), ClientHomeCheck.claude, ClientFilesCheck.claude, ClaudePrecedenceCheck(),
  ClaudeBaseURLCheck(), ClaudeTokenCheck(), ClaudeEnvironmentCheck(), ClaudeModelsCheck(), ClaudeOnboardingCheck(),
  ClaudeTelemetryCheck(), ClaudeDriftCheck(),
]
