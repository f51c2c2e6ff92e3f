/// The checks of those who answer the models.
let providerChecks: [any Check] = [
]
