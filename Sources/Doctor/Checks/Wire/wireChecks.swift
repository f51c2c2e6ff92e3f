internal import WireFormats

/// The checks of the wire formats from end to end.
let wireChecks: [any Check] = [
  WireCheck(.responses, client: "Codex"), WireCheck(.messages, client: "Claude Code"),
  WireCheck(.chatCompletions, client: "any other tool"),
]
