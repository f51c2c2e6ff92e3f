internal import Diagnostics
internal import Provisioning
internal import Stack

/// The program that runs containers takes `docker-compose.yml`, with what `.env` says in it.
struct ComposeFileCheck: Check {
  let id = "rendered.compose"
  let title = "compose file"
  let meaning = "what would run the containers does not accept docker-compose.yml, or misses a variable in it"
  let prerequisites = ["env.master-key", "rendered.files"]
  // The program takes longer to start than all local checks together.
  let reach = Reach.slow

  private static let file = "docker-compose.yml"
  /// So much of what the program says is shown, in characters.
  private static let longest = 240

  func run(_ context: DoctorContext) async -> Outcome {
    guard !context.isInside, let project = context.project, let env = context.env else {
      return .skipped("there is no clone here")
    }
    guard context.file(project.path(Self.file)) != nil else { return .skipped("there is no \(Self.file)") }
    guard context.settings.engine != .embedded else { return .skipped("the engine is embedded") }
    guard GeneratedKeysCheck.missing(in: env).isEmpty else { return .skipped("a password is empty in \(env.name)") }
    let name = context.value("COMPOSE_PROJECT_NAME").flatMap { $0.isEmpty ? nil : $0 } ?? "agentproxy"
    let chosen = try? await context.composeProgram()
    // To read a file takes no containers: where none can be had, any program will do that is there.
    for program in chosen.map({ [$0] }) ?? ComposeProgram.allCases {
      let stack = ComposeStack(program, folder: project.folder, environmentFile: env.path, name: name)
      guard context.findProgram(stack.versionCommand[0]) != nil else { continue }
      // One that was chosen has been asked.
      let version = chosen == nil ? await ask(stack.versionCommand, context) : .ended(status: 0, output: "", errors: "")
      switch version {
      case .ended(0, let output, let errors):
        if let old = ComposeProgram.oldVersion(output + errors) {
          return .skipped("podman-compose \(old) is too old to start the stack")
        }
        let answer = await ask(stack.configCommand, in: project.folder, context)
        return await outcome(program, answer, project, context)
      case .silent: return .skipped("\(program.words) gives no answer in time")
      case .missing, .ended: continue
      }
    }
    return .skipped("neither Docker Compose nor Podman is installed")
  }

  private func ask(_ command: [String], in folder: String = "/", _ context: DoctorContext) async -> Programs.Answer {
    await context.programs(
      "sh",
      arguments: ["-c", #"cd "$0" && exec "$@""#, folder] + command,
      patience: .seconds(context.patience)
    )
  }

  private func outcome(
    _ program: ComposeProgram,
    _ answer: Programs.Answer,
    _ project: Project,
    _ context: DoctorContext
  ) async -> Outcome {
    switch answer {
    case .ended(0, _, let errors):
      let bytes = context.file(project.path(Self.file))?.bytes ?? []
      return .findings(Self.unset(errors, in: bytes), else: "accepted by \(program.words)")
    case .missing, .silent: return .skipped("\(program.words) gives no answer in time")
    case .ended(_, _, let errors):
      return .failed(
        "\(program.words) does not accept it: \(Self.words(errors, Redaction(context)))",
        await remedy(program, context),
        file: Self.file
      )
    }
  }

  /// The variables of the file that the program has found no value for. Those of `.env` itself have a check there.
  private static func unset(_ errors: String, in file: [UInt8]) -> [Finding] {
    var names: [String] = []
    for match in errors.matches(of: /[Tt]he \\?"?([A-Za-z_][A-Za-z0-9_]*)\\?"? variable is not set/) {
      let name = String(match.output.1)
      if !names.contains(name) { names.append(name) }
    }
    let lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return names.compactMap { name in
      let line = lines.firstIndex { text in
        ["${\(name)}", "$\(name)"].contains { Redaction.replace($0, "", in: String(text)) != text }
      }
      guard let line else { return nil }
      return Finding(
        .warning,
        "it uses \(name), which is not set, so that nothing is put in its place",
        .advice("set \(name) in .env, or write what it is by default: ${\(name):-…}"),
        file: Self.file,
        line: line + 1
      )
    }
  }

  /// What the program says of what is wrong, in one line. Secrets are taken out before it is cut: of one that is cut in
  /// two, nobody would know the first half.
  private static func words(_ errors: String, _ redaction: Redaction) -> String {
    let lines = errors.split(whereSeparator: \.isNewline).filter { line in
      !line.contains("level=warning") && !line.contains("Defaulting to a blank string")
    }
    let words = lines.joined(separator: " ").split { $0.isWhitespace || $0 == "\u{1B}" }.joined(separator: " ")
    guard !words.isEmpty else { return "it says nothing" }
    let text = redaction(words)
    return text.count > longest ? text.prefix(longest) + "…" : text
  }

  private func remedy(_ program: ComposeProgram, _ context: DoctorContext) async -> Remedy {
    let plan = try? await context.plan().get()
    let isEdited = plan?.changes.contains { $0.action == .keep && $0.path == context.project?.path(Self.file) }
    return isEdited == true
      ? .command("mv \(Self.file) \(Self.file).mine && agentproxy-setup init")
      : .advice("the file is as init wrote it: mend the value in .env that is named, or update \(program.words)")
  }
}
