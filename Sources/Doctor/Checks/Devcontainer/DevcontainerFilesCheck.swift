internal import Diagnostics
internal import Provisioning

/// The devcontainer's files can be read.
struct DevcontainerFilesCheck: Check {
  let id = "devcontainer.files"
  let title = "files"
  let meaning = "a file of the devcontainer is missing or cannot be read"
  let prerequisites = ["rendered.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    guard let project = context.project else { return .skipped("there is no clone here") }
    do throws(Failure) {
      guard let devcontainer = try Devcontainer.read(project, context) else { return .skipped("there is none") }
      return .passed(devcontainer.file)
    } catch {
      return .findings(
        error.diagnostics.map { diagnostic in
          let isCommand = diagnostic.hint == "agentproxy-setup init"
          return Finding(diagnostic, as: .error, remedy: isCommand ? .fix(.initialize([])) : nil)
        },
        else: ""
      )
    }
  }
}
