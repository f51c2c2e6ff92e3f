/// The checks of Codex.
let codexChecks: [any Check] = [
]
