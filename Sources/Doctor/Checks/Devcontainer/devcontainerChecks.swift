/// The checks of the container to develop in.
let devcontainerChecks: [any Check] = [
  DevcontainerFilesCheck(), DevcontainerMaskCheck(), DevcontainerTokensCheck(), DevcontainerPortsCheck(),
  DevcontainerLocalhostCheck(), DevcontainerGatewayCheck(), DevcontainerOverrideCheck(),
]
