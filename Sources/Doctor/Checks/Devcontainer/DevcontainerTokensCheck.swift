internal import ConfigEdit
internal import Diagnostics
internal import Provisioning
internal import Secrets

/// No provider token enters the devcontainer.
struct DevcontainerTokensCheck: Check {
  let id = "devcontainer.tokens"
  let title = "no tokens inside"
  let meaning = "the devcontainer gets a provider's token in its environment, where every agent can read it"
  let prerequisites = ["devcontainer.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtDevcontainer { devcontainer in
      let names = Set(context.settings.providers.map { "\($0.name)_API_KEY" } + ["EMPLOYER_TOKEN"])
      var findings: [Finding] = []
      func add(_ what: String, _ file: String, _ line: Int?) {
        findings.append(
          Finding(
            .error,
            "\(what), and every agent in the devcontainer can read it",
            file: file,
            line: line
          )
        )
      }
      for service in devcontainer.workspace {
        for file in service.environmentFiles where Self.isEnvironment(file.path, devcontainer.folder, context) {
          add("all of .env goes into \(service.name)", service.file, file.line)
        }
        for variable in service.variables where Self.gives(variable, names, context) {
          add("\(variable.name) gets a provider's token", service.file, variable.line)
        }
      }
      for leaf in devcontainer.document.leaves {
        guard case .key(let table)? = leaf.path.steps.first, ["containerEnv", "remoteEnv"].contains(table) else {
          continue
        }
        if names.contains(where: { leaf.text.contains("localEnv:\($0)") }) {
          add("\(leaf.path) gets a provider's token", devcontainer.file, leaf.line)
        }
      }
      return .findings(findings.deletingTheirLines(), else: "the gateway's key alone")
    }
  }

  private static func isEnvironment(_ path: String, _ folder: String, _ context: DoctorContext) -> Bool {
    absolutePath(path, from: folder) == context.env?.path
  }

  /// Whether a variable's value is a token, or a reference to one.
  private static func gives(_ variable: ComposeService.Variable, _ names: Set<String>, _ context: DoctorContext) -> Bool
  {
    guard let value = variable.value else { return names.contains(variable.name) }
    let references = names.contains { name in
      ["${\(name)}", "${\(name):", "${\(name)-", "$\(name)"].contains { value.contains($0) }
    }
    return references || context.providerTokens.contains { value.contains($0.token.exposed) }
  }
}
