internal import Diagnostics
internal import Provisioning

/// An agent in the devcontainer cannot read `.env`.
struct DevcontainerMaskCheck: Check {
  let id = "devcontainer.env-mask"
  let title = ".env out of reach"
  let meaning = "an agent in the devcontainer can read .env, or a copy of it, and with it the providers' tokens"
  let prerequisites = ["devcontainer.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    if !(context.environment["DEVCONTAINER"] ?? "").isEmpty {
      guard let env = context.env, !context.providerTokens.isEmpty else { return .passed("it looks empty in here") }
      return .failed(
        "\(env.name) can be read in here, and the providers' tokens with it",
        .advice("rebuild the container from the clone's own .devcontainer"),
        file: env.name
      )
    }
    return context.lookAtDevcontainer { devcontainer in
      let mounts = devcontainer.mounts(context)
      var findings: [Finding] = []
      for path in secretFiles(context) {
        guard let (place, file) = Self.place(of: path, mounts) else { continue }
        let name = context.places.display(path)
        let isMain = path == context.env?.path
        findings.append(
          Finding(
            .error,
            "an agent in the devcontainer can read \(name) at \(place), and the providers' tokens with it",
            isMain
              ? .command("mv \(Remedy.word(file)) \(Remedy.word("\(file).mine")) && agentproxy-setup init")
              : .command("rm \(Remedy.word(name))"),
            file: file
          )
        )
      }
      return .findings(findings, else: "it looks empty in the devcontainer")
    }
  }

  /// `.env`, and the files beside it that are called like it and hold a token.
  private func secretFiles(_ context: DoctorContext) -> [String] {
    guard let env = context.env, env.exists else { return [] }
    let folder = context.project?.folder ?? ""
    let tokens = context.providerTokens.map(\.token)
    let copies = fileNames(in: folder).filter { $0.hasPrefix(".env") && $0 != Project.marker }.map { "\(folder)/\($0)" }
      .filter { path in
        path != env.path && context.file(path).flatMap { firstLine(of: $0.bytes, holding: tokens) } != nil
      }
    return [env.path] + copies
  }

  /// Where a file of the host can be read in the container, and the file that mounts it there; `nil` if nowhere.
  private static func place(
    of path: String,
    _ mounts: [(volume: ComposeService.Volume, file: String)]
  ) -> (place: String, file: String)? {
    for (volume, file) in mounts {
      guard let source = volume.source, source.hasPrefix("/") else { continue }
      let root = source == "/" ? "" : source
      guard path == root || path.hasPrefix("\(root)/") else { continue }
      let place = volume.target + path.dropFirst(root.count)
      let isMasked = mounts.contains { $0.volume.target == place && $0.volume.source != path }
      if !isMasked { return (place, file) }
    }
    return nil
  }
}
