/// The checks of GitHub Copilot.
let copilotChecks: [any Check] = [
  CopilotConfiguredCheck(), CopilotGroupCheck(), CopilotKeyCheck(), CopilotCompletionsCheck(), CopilotDriftCheck(),
]
