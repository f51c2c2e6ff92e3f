/// The checks of the machine and its programs.
let hostChecks: [any Check] = [
  SystemCheck(), GitCheck(), ContainersCheck(), PortCheck(), DiskCheck(), ClockCheck(),
]
