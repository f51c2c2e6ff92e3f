/// The checks of Claude Code.
let claudeChecks: [any Check] = [
  ClaudeInstalledCheck(), ClaudeHomeCheck(), ClaudeFilesCheck(), ClaudePrecedenceCheck(), ClaudeBaseURLCheck(),
  ClaudeTokenCheck(), ClaudeEnvironmentCheck(), ClaudeModelsCheck(), ClaudeOnboardingCheck(), ClaudeTelemetryCheck(),
  ClaudeDriftCheck(),
]
