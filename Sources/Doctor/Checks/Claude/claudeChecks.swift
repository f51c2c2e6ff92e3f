/// The checks of Claude Code.
let claudeChecks: [any Check] = [
]
