internal import ConfigEdit
internal import Diagnostics
internal import Provisioning

/// What the devcontainer's files say of the gateway's address leads out of the container.
struct DevcontainerGatewayCheck: Check {
  let id = "devcontainer.gateway"
  let title = "gateway's address"
  let meaning = "a variable of the devcontainer names localhost for the gateway, which is the container itself"
  let prerequisites = ["devcontainer.files"]

  private static let names = ["AGENTPROXY_BASE_URL", "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"]
  /// The service that is the gateway, as the containers name it.
  private static let gateway = "litellm"

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtDevcontainer { devcontainer in
      var findings: [Finding] = []
      func look(_ name: String, _ value: String, _ written: String, _ file: String, _ line: Int?) {
        guard let address = try? GatewayAddress(value, from: ""), address.isLoopback else { return }
        let isPlain = line != nil && written.contains("//\(address.host):4000")
        findings.append(
          Finding(
            .error,
            "\(name) names \(address.host), which is the container itself: the gateway is at \(Self.gateway):4000",
            isPlain
              ? .replacing(address.host, with: Self.gateway, inLine: line ?? 0, of: file)
              : .advice("name \(Self.gateway):4000 there"),
            file: file,
            line: line
          )
        )
      }
      for service in devcontainer.workspace {
        for variable in service.variables where Self.names.contains(variable.name) {
          guard let value = variable.value else { continue }
          look(variable.name, devcontainer.expanded(value, context), value, service.file, variable.line)
        }
      }
      for leaf in devcontainer.document.leaves where leaf.path.steps.count == 2 {
        guard case .key(let table) = leaf.path.steps[0], ["containerEnv", "remoteEnv"].contains(table),
          case .key(let name) = leaf.path.steps[1], Self.names.contains(name),
          let value = JSONDocument.string(leaf.text)
        else { continue }
        look("\(table).\(name)", value, value, devcontainer.file, leaf.line)
      }
      return .findings(findings, else: "\(Self.gateway):4000")
    }
  }
}
