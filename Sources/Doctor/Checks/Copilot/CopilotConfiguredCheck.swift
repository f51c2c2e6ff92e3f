internal import ConfigEdit
internal import Diagnostics
internal import Provisioning

/// Copilot is to use the gateway, and there is a VS Code for it.
struct CopilotConfiguredCheck: Check {
  let id = "copilot.configured"
  let title = "copilot"
  let meaning = "Copilot was configured, and VS Code is gone, or too old to know the gateway's models"

  /// From here on VS Code reads groups of models such as ours.
  private static let oldest = "1.122.0"

  func run(_ context: DoctorContext) async -> Outcome {
    if context.isInside {
      return .skipped("in a container VS Code reads the files of the machine that shows it")
    }
    let clients = try? ConfiguredClients(in: context.places, context.system)
    guard clients?.contains(.copilot) == true || context.clients.contains(.copilot) else {
      return .skipped("Copilot is not configured; agentproxy-setup init --clients copilot does that")
    }
    let folders = context.places.codeFolders.filter { isFolder("\($0)/User") }
    guard !folders.isEmpty else {
      return .warning(
        "there is no VS Code of this user's on this machine",
        .advice("start VS Code once, then agentproxy-setup init --clients copilot")
      )
    }
    return .findings(
      outdated(context) + folders.flatMap { lacking(in: $0, context) },
      else: folders.map(context.places.display).joined(separator: ", ")
    )
  }

  /// What there is to say of the version, as far as the files around the program tell: starting it takes long.
  private func outdated(_ context: DoctorContext) -> [Finding] {
    guard let version = InstalledProgram.find("code", context)?.version, let oldest = Version(Self.oldest),
      version < oldest
    else { return [] }
    return [
      Finding(
        .warning,
        "VS Code \(version) is older than 1.122, and does not know the gateway's models",
        .advice("update VS Code")
      )
    ]
  }

  /// What there is to say of the profiles without the models that the default one has.
  private func lacking(in edition: String, _ context: DoctorContext) -> [Finding] {
    let profiles = CodeProfile.all(of: edition, context)
    guard let model = profiles.first, hasGroup(model, context) else { return [] }
    return profiles.compactMap { profile in
      guard let name = profile.name, !hasGroup(profile, context) else { return nil }
      return Finding(
        .note,
        "the profile \(name) has a list of models of its own, without the gateway's",
        .advice("copy the group \(CopilotGroup.name) from \(context.places.display(model.models)) into it"),
        file: context.places.display(profile.models)
      )
    }
  }

  private func hasGroup(_ profile: CodeProfile, _ context: DoctorContext) -> Bool {
    guard let bytes = context.file(profile.models)?.bytes, let document = try? JSONDocument(parsing: bytes) else {
      return false
    }
    return document.leaf(at: CopilotGroupCheck.vendor) != nil
  }
}
