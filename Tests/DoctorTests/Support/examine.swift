import Doctor
import Testing

extension Programs {
  /// A machine that has git alone.
  static let gitAlone = Programs { program, _, _ in
    program == "git" ? .ended(status: 0, output: "git version 2.39.5\n", errors: "") : .missing
  }
}

/// Runs checks as `doctor` does.
///
/// - Parameters:
///   - context: the setup.
///   - names: checks or sections; all that are this test's business by default.
///   - network: whether connections may be opened.
///   - live: whether tokens may be spent.
/// - Returns: the results in order.
func examine(
  _ context: DoctorContext,
  only names: [String] = [
    "host", "env", "rendered", "engine", "gateway", "providers", "wire", "together",
  ],
  network: Bool = false,
  live: Bool = false
) async -> [CheckResult] {
  var selection = Examination.Selection()
  selection.names = names
  selection.allowsNetwork = network
  selection.allowsLive = live
  return await Examination(selection, limit: .seconds(300)).run(context)
}

/// Expects that these checks found something wrong and no other did, and that every check that was not looked at has a
/// reason among `reasons`, or depends on them.
///
/// - Parameters:
///   - ids: the checks.
///   - results: what was found.
///   - reasons: the beginnings of other reasons.
///   - location: where the test is.
func expectOnly(
  _ ids: [String],
  in results: [CheckResult],
  orSkippedFor reasons: [String] = ["--no-network", "--live"],
  _ location: SourceLocation = #_sourceLocation
) {
  let troubled = results.filter(\.isTrouble)
  #expect(troubled.map(\.id) == ids, "\(troubled)", sourceLocation: location)
  for case (let id, .skipped(let reason)) in results.map({ ($0.id, $0.outcome) }) {
    let isExplained = reasons.contains(where: reason.hasPrefix) || ids.contains { reason == "\($0) failed" }
    #expect(isExplained, "\(id): \(reason)", sourceLocation: location)
  }
}

extension [CheckResult] {
  /// The result of a check.
  subscript(id: String) -> CheckResult? { first { $0.id == id } }
}
