internal import Diagnostics
internal import Provisioning

/// `.env` is there and can be read. Everything else about it depends on that.
struct EnvFileCheck: Check {
  let id = "env.file"
  let title = "file"
  let meaning = "there is no .env, or it cannot be read as Docker Compose reads it"

  func run(_ context: DoctorContext) async -> Outcome {
    guard !context.isInside else { return .skipped(".env is kept away from this container, as it should be") }
    guard let env = context.env else {
      return .failed(
        "there is no clone here: neither this folder nor one above it has a \(Project.marker)",
        .advice("run it in your clone, or name its folder with --project")
      )
    }
    if let failure = env.failure {
      return .findings(failure.diagnostics.map { Finding($0) }, else: "")
    }
    guard env.exists else { return .failed("there is no \(env.name)", .fix(.initialize([]))) }
    return .passed("\(env.name), \(env.keys.count) \(env.keys.count == 1 ? "key" : "keys")")
  }
}
