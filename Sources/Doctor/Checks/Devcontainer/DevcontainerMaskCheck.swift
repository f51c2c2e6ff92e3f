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
      let volumes = devcontainer.workspace.flatMap(\.volumes)
      var findings: [Finding] = []
      for path in secretFiles(context) {
        guard let place = Self.place(of: path, volumes, devcontainer.folder),
          !Self.isMasked(place, by: volumes, path, devcontainer.folder)
        else { continue }
        let name = context.places.display(path)
        let file = devcontainer.workspace.last?.file ?? devcontainer.file
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

  /// Where a file of the host is in the container; `nil` if it is not.
  private static func place(of path: String, _ volumes: [ComposeService.Volume], _ folder: String) -> String? {
    for volume in volumes {
      guard let source = volume.source, source.hasPrefix("/") || source.hasPrefix(".") else { continue }
      let root = absolutePath(source, from: folder)
      if path.hasPrefix("\(root)/") { return volume.target + path.dropFirst(root.count) }
    }
    return nil
  }

  /// Whether something else is mounted over it.
  private static func isMasked(
    _ place: String,
    by volumes: [ComposeService.Volume],
    _ path: String,
    _ folder: String
  ) -> Bool {
    volumes.contains { volume in
      volume.target == place && volume.source.map { absolutePath($0, from: folder) } != path
    }
  }
}
