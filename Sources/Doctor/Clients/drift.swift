internal import Diagnostics
internal import Provisioning

/// Compares the files of a client with what they are to be.
///
/// - Parameters:
///   - client: the client.
///   - context: the setup.
/// - Returns: each file that would be written now, with the first key that says why.
func drift(of client: Client, _ context: DoctorContext) async -> Outcome {
  guard let written = context.written else { return .skipped("there is no key to compare with") }
  // The list of models is left alone where nobody knows what it has to be.
  let codex = client == .codex ? await context.codex() ?? .absent : .absent
  do throws(Failure) {
    let changes = try ConfiguredClients(in: context.places, context.system)
      .changes(of: client, written, codex, on: context.system)
    let findings = changes.filter(\.isWrite).map { change in
      let keys = change.keys.filter(\.isWrite)
      let first = keys.first.map { ": \($0.description)" } ?? ""
      let more = keys.count > 1 ? ", and \(keys.count - 1) more" : ""
      return Finding(
        .error,
        change.action == .create ? "it is not there" : "\(change.reason)\(first)\(more)",
        context.configuring(client),
        file: context.places.display(change.path),
        line: keys.first?.line
      )
    }
    let kept = changes.flatMap(\.keys).count { $0.state == .kept }
    let but = kept == 0 ? "" : ", but for \(kept) \(kept == 1 ? "value" : "values") that somebody chose"
    return .findings(findings, else: "\(changes.count) \(changes.count == 1 ? "file" : "files") as written\(but)")
  } catch {
    return .findings(error.diagnostics.map { Finding($0, as: .error) }, else: "")
  }
}

extension DoctorContext {
  /// What the installed Codex knows of models; `nil` if it was not asked yet.
  func codex() async -> InstalledCodex? {
    await shared.codex.value {
      .remembered(environment: environment, cache: "\(places.stateFolder)/codex-models.json", system)
    }
  }
}
