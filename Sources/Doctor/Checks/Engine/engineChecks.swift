/// The checks of what answers on the local endpoint.
let engineChecks: [any Check] = [
  ImageCheck(), RunningCheck(), LiteLLMVersionCheck(), ExpectedEngineCheck(),
]
