import Diagnostics

@testable import Doctor

/// The checks of the clients and the devcontainer that have something to complain of, in the order of the report.
func complaints(_ context: DoctorContext) async -> [CheckResult] {
  var selection = Examination.Selection()
  selection.allowsNetwork = false
  let checks = codexChecks + claudeChecks + copilotChecks + leakChecks
  let all: [(section: Section, checks: [any Check])] = [(.clients, checks), (.devcontainer, devcontainerChecks)]
  // Many setups are looked at at the same time, perhaps on a machine that has enough to do without.
  let examination = Examination(selection, of: all, limit: .seconds(300))
  return await examination.run(context).filter(\.isTrouble)
}
