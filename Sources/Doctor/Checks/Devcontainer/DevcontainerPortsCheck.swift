internal import ConfigEdit
internal import Diagnostics
internal import Provisioning

/// The services' ports are opened on this machine alone.
struct DevcontainerPortsCheck: Check {
  let id = "devcontainer.ports"
  let title = "published ports"
  let meaning = "a service's port is opened on every network this machine is in"
  let prerequisites = ["devcontainer.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtDevcontainer { devcontainer in
      var findings: [Finding] = []
      var count = 0
      var openCount = 0
      for service in devcontainer.services {
        for port in service.ports {
          count += 1
          // What `.env` has chosen is looked at where `.env` is.
          if let chosen = Self.chosenAddress(port.address, context.settings) {
            openCount += Self.isOnLoopback(chosen) ? 0 : 1
            continue
          }
          guard !Self.isOnLoopback(port.address) else { continue }
          findings.append(
            Finding(
              .error,
              "a port of \(service.name) is open to every network this machine is in",
              .advice("write \(port.onLoopback)"),
              file: service.file,
              line: port.line
            )
          )
        }
      }
      if let leaf = devcontainer.document.leaf(at: ["appPort"]), !leaf.text.contains("127.0.0.1") {
        findings.append(
          Finding(
            .error,
            "appPort opens a port of the devcontainer to every network this machine is in",
            .deletingLine(leaf.line, of: devcontainer.file),
            file: devcontainer.file,
            line: leaf.line
          )
        )
      }
      let place = openCount == 0 ? "on the loopback alone" : "of which .env opens \(openCount) to other machines"
      return .findings(findings, else: "\(count), \(place)")
    }
  }

  /// What a variable of ours stands for; `nil` if the address is something else.
  private static func chosenAddress(_ address: String?, _ settings: Settings) -> String? {
    guard let address else { return nil }
    if address.contains("${AGENTPROXY_TLS_BIND") { return settings.tlsBind }
    return address.contains("${AGENTPROXY_BIND") ? settings.bind : nil
  }

  /// Whether an address is this machine's own.
  private static func isOnLoopback(_ address: String?) -> Bool {
    guard let address, !address.isEmpty else { return false }
    let host = address.hasPrefix("[") ? address : address.contains(":") ? "[\(address)]" : address
    return (try? GatewayAddress("http://\(host)", from: ""))?.isLoopback == true
  }
}
