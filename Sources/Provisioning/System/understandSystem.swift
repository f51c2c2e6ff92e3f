internal import Diagnostics

/// Turns what the machine refuses into what a command prints.
func understandSystem<Result>(_ work: () throws(SystemError) -> Result) throws(Failure) -> Result {
  do throws(SystemError) {
    return try work()
  } catch {
    throw Failure(error, id: error.kind == .changedMeanwhile ? "plan.outdated" : "plan.write")
  }
}
