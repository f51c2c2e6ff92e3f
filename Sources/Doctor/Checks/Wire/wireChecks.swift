/// The checks of the wire formats from end to end.
let wireChecks: [any Check] = [
]
