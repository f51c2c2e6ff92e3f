/// The checks of the devcontainer.
let devcontainerChecks: [any Check] = [
]
