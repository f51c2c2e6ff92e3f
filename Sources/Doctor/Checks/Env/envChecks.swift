/// The checks of `.env`.
let envChecks: [any Check] = [
]
