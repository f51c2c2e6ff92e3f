import Diagnostics

@testable import Doctor

/// The checks of the clients and the devcontainer that have something to complain of, in the order of the report.
func complaints(_ context: DoctorContext) async -> [CheckResult] {
  var selection = Examination.Selection()
  selection.allowsNetwork = false
  let checks = codexChecks + claudeChecks + copilotChecks + leakChecks
  let examination = Examination(selection, of: [(.clients, checks), (.devcontainer, devcontainerChecks)])
  return await examination.run(context).filter(\.isTrouble)
}
