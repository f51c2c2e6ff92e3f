/// The checks of GitHub Copilot.
let copilotChecks: [any Check] = [
]
