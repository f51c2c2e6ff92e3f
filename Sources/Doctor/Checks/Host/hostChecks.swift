/// The checks of the machine and its programs.
let hostChecks: [any Check] = [
  SystemCheck(), HomeCheck(), GitCheck(), ContainersCheck(), PortCheck(), DiskCheck(), ClockCheck(),
]
