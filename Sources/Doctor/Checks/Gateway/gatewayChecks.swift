/// The checks of the local endpoint.
let gatewayChecks: [any Check] = [
  GatewayUpCheck(), GatewayKeyCheck(), WrongKeyCheck(), GatewayModelsCheck(),
]
