/// The checks for secrets where none must be.
let leakChecks: [any Check] = [
]
