internal import Diagnostics
internal import Provisioning

/// The repository's files are what `.env` asks for.
struct RenderedFilesCheck: Check {
  let id = "rendered.files"
  let title = "drift"
  let meaning = "a file that follows from .env does not say what .env says, or containers cannot read it"
  let prerequisites = ["env.file"]

  func run(_ context: DoctorContext) async -> Outcome {
    // What is made of it would be of another `.env`.
    if let fault = context.environmentFault { return .skipped("\(fault) failed") }
    let plan: Plan
    switch await context.plan() {
    case .success(let prepared): plan = prepared
    case .failure(let failure) where failure.diagnostics.contains { $0.id.hasPrefix("env.") }:
      return .skipped("init does not accept .env as it is")
    case .failure(let failure):
      return .findings(failure.diagnostics.map { Finding($0) }, else: "")
    }
    let files = plan.changes.filter { $0.owner == .repository }
    let drifted = files.filter(\.isWrite).map { change in
      Finding(
        .error,
        "\(context.places.display(change.path)) \(Self.words(change))",
        .fix(.initialize([]))
      )
    }
    let conflicts = plan.findings.filter { $0.id.hasPrefix("repository.") }.map { Finding($0) }
    return .findings(drifted + conflicts, else: "\(files.count) files follow from .env")
  }

  /// What is wrong with the file that is written.
  private static func words(_ change: FileChange) -> String {
    if change.action == .create { return "is missing" }
    return change.isOpenedAlone
      ? "cannot be read in a container, which runs as another user" : "is not what .env asks for"
  }
}
