internal import Diagnostics

/// Plans the files of `clients`: the keys that are ours are edited, all the rest is the client's and the user's.
///
/// - Parameters:
///   - clients: the clients to configure.
///   - configuration: what they have to know.
///   - codex: what the Codex on this machine knows of models.
///   - ledger: what was written before.
///   - places: where the files are.
///   - system: where to look.
/// - Returns: the changes.
/// - Throws: `Failure` with all that is in the way, if any file cannot be read or edited. Nothing is to be written then.
func planClients(
  _ clients: [Client],
  _ configuration: ClientConfiguration,
  _ codex: InstalledCodex,
  _ ledger: Ledger,
  in places: Places,
  _ system: some System
) throws(Failure) -> Plan {
  var plan = Plan(ledger: ledger)
  var faults: [Failure] = []
  let list = CodexModelList(codex, configuration.models, in: places)
  var hasList = false
  if clients.contains(.codex) {
    hasList = try readOrFail(list.path, system) != nil
    if let change = try list.change(ledger, system) { plan.changes.append(change) }
    plan.findings += codex.findings
  }
  let codeFolders = places.codeFolders.filter { hasFolder("\($0)/User", system) }
  func add(_ file: () throws(Failure) -> ManagedFile) {
    do throws(Failure) {
      let change = try planManagedFile(try file(), owner: .client, ledger, places, system)
      plan.changes.append(change)
      plan.findings += change.findings
    } catch {
      faults.append(error)
    }
  }
  for client in clients {
    for file in ClientFile.all(of: client, in: places, codeFolders: codeFolders) {
      add { () throws(Failure) in
        let managed = try file.managed(configuration)
        return file.template == "codex/config.toml"
          ? list.named(in: managed, last: ledger[file.path], isThere: hasList) : managed
      }
    }
    guard client == .copilot || client == .copilotLegacy else { continue }
    if client == .copilot {
      for folder in codeFolders { add { .copilot(in: folder, configuration) } }
    }
    plan.findings += copilotFindings(client, hasEditor: !codeFolders.isEmpty)
  }
  if let first = faults.first { throw Failure(first.status, faults.flatMap(\.diagnostics)) }
  return plan
}

/// Whether there is something at `path` that is not a file.
private func hasFolder(_ path: String, _ system: some System) -> Bool {
  do throws(SystemError) {
    _ = try system.read(path)
    return false
  } catch {
    return true
  }
}

/// What is left to the user.
private func copilotFindings(_ client: Client, hasEditor: Bool) -> [Diagnostic] {
  guard hasEditor else {
    return [
      Diagnostic(
        .warning,
        id: "copilot.no-editor",
        "there is no VS Code of this user's on this machine, so there is nothing to configure for Copilot",
        hint: "start VS Code once, and run the command again"
      )
    ]
  }
  if client == .copilotLegacy {
    return [
      Diagnostic(
        .warning,
        id: "copilot.legacy",
        "Copilot sends all completions to the gateway now, with GitHub's token, which the gateway refuses",
        hint: "use --clients copilot with VS Code 1.122 or newer; agentproxy-setup restore takes this back"
      )
    ]
  }
  return [
    Diagnostic(
      .note,
      id: "copilot.key",
      "VS Code keeps the key for Copilot's models in the system's keyring, where only it can write",
      hint: "in VS Code run \"Chat: Manage Language Models\", choose \"Update API Key\" of agentproxy, and paste the "
        + "LITELLM_MASTER_KEY of .env"
    )
  ]
}

extension InstalledCodex {
  /// What there is to say about it.
  fileprivate var findings: [Diagnostic] {
    switch self {
    case .models: []
    case .silent(let finding): [finding]
    case .absent:
      [
        Diagnostic(
          .note,
          id: "codex.absent",
          "codex is not on the PATH, so its model picker does not get the gateway's models",
          hint: "run the command again once it is installed"
        )
      ]
    }
  }
}
