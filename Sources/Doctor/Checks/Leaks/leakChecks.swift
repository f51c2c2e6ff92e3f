/// The checks for keys that got to where they do not belong.
let leakChecks: [any Check] = [
  LeakCommittedCheck(), LeakHistoryCheck(), LeakClientFilesCheck(), LeakEnvironmentCheck(), LeakShellFilesCheck(),
  LeakPermissionsCheck(),
]
