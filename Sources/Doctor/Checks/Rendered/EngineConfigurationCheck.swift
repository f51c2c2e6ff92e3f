internal import Diagnostics
internal import Gateway
internal import Provisioning

/// `litellm_config.yaml` can be served.
struct EngineConfigurationCheck: Check {
  let id = "rendered.config"
  let title = "litellm_config"
  let meaning = "litellm_config.yaml cannot be read, or has keys that mean nothing"
  let prerequisites = ["rendered.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    guard !context.isInside, let project = context.project else { return .skipped("there is no clone here") }
    let path = project.path("litellm_config.yaml")
    let name = context.places.display(path)
    guard let file = context.file(path) else { return .failed("there is no \(name)", .fix(.initialize([]))) }
    do throws(Failure) {
      let (configuration, findings) = try ConfigurationReader.read(
        yaml: String(decoding: file.bytes, as: UTF8.self),
        file: name,
        // Whether the keys are there, and well formed, is for the checks of `.env` to say.
        environment: { $0.hasSuffix("_KEY") ? "sk-0123456789abcdef0123456789abcdef" : nil },
        simulate: true
      )
      let count = configuration.deployments.count
      return .findings(
        findings.map { Finding($0) },
        else: "\(name), \(count) \(count == 1 ? "deployment" : "deployments")"
      )
    } catch {
      return .findings(error.diagnostics.map { Finding($0) }, else: "")
    }
  }
}
