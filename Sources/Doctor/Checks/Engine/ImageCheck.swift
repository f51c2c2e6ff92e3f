internal import Provisioning

/// The image of LiteLLM is one that is meant, and none that is known to be bad.
struct ImageCheck: Check {
  let id = "engine.image"
  let title = "LiteLLM image"
  let meaning = "LITELLM_IMAGE is a version that is known to be bad, or none in particular"
  let prerequisites = ["env.file"]
  private static let moving = ["latest", "main", "main-latest", "main-stable", "stable", "nightly"]

  func run(_ context: DoctorContext) async -> Outcome {
    guard let image = image(context) else { return .passed("the one of docker-compose.yml") }
    let tag = Self.tag(image.name)
    // `v1.106.2`, `main-v1.106.2-stable`.
    let version = tag.drop { !$0.isNumber }
    let unset = Remedy.fix(.initialize(["LITELLM_IMAGE="]))
    if LiteLLMVersionCheck.isStealing(version) {
      return .failed(
        "LiteLLM \(version) stole credentials: do not start it, and replace every token that it has seen",
        image.isInEnvironment ? unset : .advice("name another version in docker-compose.yml"),
        file: image.isInEnvironment ? context.env?.name : "docker-compose.yml"
      )
    }
    guard !image.name.contains("@sha256:"), tag.isEmpty || Self.moving.contains(String(tag)) else {
      return .passed(image.name)
    }
    return .warning(
      "the image of LiteLLM has no version, so that the next pull may bring any",
      image.isInEnvironment ? unset : .advice("name a version in docker-compose.yml"),
      file: image.isInEnvironment ? context.env?.name : "docker-compose.yml"
    )
  }

  /// The image, from `.env` or from `docker-compose.yml`.
  private func image(_ context: DoctorContext) -> (name: String, isInEnvironment: Bool)? {
    if let name = context.value("LITELLM_IMAGE"), !name.isEmpty { return (name, true) }
    guard let path = context.project?.path("docker-compose.yml"), let file = context.file(path) else { return nil }
    let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.contains("image:") && $0.contains("litellm") }) else { return nil }
    let value = line.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
    // `${LITELLM_IMAGE:-NAME}`
    guard value.hasPrefix("${"), let start = value.firstRange(of: ":-")?.upperBound else {
      return (value.filter { $0 != "\"" && $0 != "'" }, false)
    }
    return (String(value[start...].prefix { $0 != "}" }), false)
  }

  /// What stands behind the last colon that is none of a port.
  private static func tag(_ image: String) -> Substring {
    let name = image.prefix { $0 != "@" }
    let last = name[(name.lastIndex(of: "/") ?? name.startIndex)...]
    return last.drop { $0 != ":" }.dropFirst()
  }
}
