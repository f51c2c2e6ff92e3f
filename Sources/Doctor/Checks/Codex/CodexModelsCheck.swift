internal import Diagnostics
internal import Provisioning

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The list of models for Codex's picker is there, and made for the Codex that is installed.
struct CodexModelsCheck: Check {
  let id = "codex.models"
  let title = "codex models"
  let meaning = "Codex's list of models is missing, of another Codex, or lacks the model that it starts with"
  let prerequisites = ["codex.provider"]

  func run(_ context: DoctorContext) async -> Outcome {
    // Who serves what is not known then.
    if let fault = context.environmentFault { return .skipped("\(fault) failed") }
    let isAsked = await context.codex() != nil
    return context.lookAtCodex { codex in
      var findings: [Finding] = []
      let model = codex["model"]
      if let model, !context.isServed(model.value) {
        findings.append(
          Finding(
            .warning,
            "Codex starts with \(model.value), which no provider in .env serves",
            .command("agentproxy-setup models add \(Remedy.word(model.value))"),
            file: model.file,
            line: model.line
          )
        )
      }
      if let list = codex["model_catalog_json"] {
        findings += listFindings(list, isAsked: isAsked, context)
      } else if InstalledProgram.find("codex", context) != nil {
        findings.append(
          Finding(
            .warning,
            "Codex has no list of the gateway's models, and its picker shows others",
            context.configuring(.codex)
          )
        )
      }
      return .findings(findings, else: model.map { "starts with \($0.value)" } ?? "none named")
    }
  }

  private func listFindings(_ list: ClientValue, isAsked: Bool, _ context: DoctorContext) -> [Finding] {
    let name = context.places.display(list.value)
    func finding(_ severity: Diagnostic.Severity, _ message: String) -> [Finding] {
      [Finding(severity, message, context.configuring(.codex), file: list.file, line: list.line)]
    }
    guard let bytes = context.file(absolutePath(list.value, from: context.places.codexFolder))?.bytes else {
      return [
        Finding(
          .error,
          "Codex does not start: its list of models \(name) is not there",
          // Without Codex there is nobody to ask for a new list.
          context.findProgram("codex") == nil
            ? .deletingLine(list.line, of: list.file) : context.configuring(.codex),
          file: list.file,
          line: list.line
        )
      ]
    }
    guard let catalog = try? JSONDecoder().decode(Catalog.self, from: Data(bytes)), !catalog.models.isEmpty else {
      return finding(.error, "Codex does not start: its list of models \(name) cannot be read")
    }
    if !isAsked {
      return finding(.warning, "the list of models \(name) was made for another Codex than the one that is installed")
    }
    return []
  }

  private struct Catalog: Decodable {
    struct Model: Decodable {
      var slug: String
    }

    var models: [Model]
  }
}
