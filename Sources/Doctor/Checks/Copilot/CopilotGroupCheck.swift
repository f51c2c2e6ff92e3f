internal import ConfigEdit
internal import Diagnostics
internal import Provisioning

/// VS Code has the gateway's models as a group of its own, in the form that it reads.
struct CopilotGroupCheck: Check {
  let id = "copilot.group"
  let title = "copilot models"
  let meaning = "VS Code's file of models cannot be read, or has the gateway's models in a form it gave up"
  let prerequisites = ["copilot.configured"]

  /// Where the group says who is to be asked: every group does.
  static let vendor = ConfigPath([.element(key: "name", value: CopilotGroup.name), .key("vendor")])
  /// What versions before 1.122 called it; newer ones pass such a group over.
  private static let oldVendor = "customoai"

  func run(_ context: DoctorContext) async -> Outcome {
    var findings: [Finding] = []
    for folder in context.places.codeFolders where isFolder("\(folder)/User") {
      do throws(Failure) {
        findings += try self.findings(CopilotPlaces.models(in: folder), context)
      } catch {
        findings += error.diagnostics.map { Finding($0, as: .error) }
      }
    }
    return .findings(findings, else: CopilotGroup.name)
  }

  private func findings(_ path: String, _ context: DoctorContext) throws(Failure) -> [Finding] {
    let name = context.places.display(path)
    guard let bytes = try readClientFile(path, name, context) else {
      return [Finding(.error, "the gateway's models are missing", context.configuring(.copilot), file: name)]
    }
    let document: JSONDocument
    do throws(ConfigError) {
      document = try JSONDocument(parsing: bytes)
    } catch {
      return [
        Finding(.error, error.message, .advice(error.remedy ?? "mend the line"), file: name, line: error.line)
      ]
    }
    guard let vendor = document.leaf(at: Self.vendor) else {
      return [
        Finding(
          .error,
          "the group \(CopilotGroup.name) with the gateway's models is missing",
          context.configuring(.copilot),
          file: name
        )
      ]
    }
    guard JSONDocument.string(vendor.text) != CopilotGroup.vendor else { return [] }
    return [
      Finding(
        .error,
        JSONDocument.string(vendor.text) == Self.oldVendor
          ? "VS Code 1.122 and newer do not know the vendor \(Self.oldVendor) any longer"
          : "the vendor of the group \(CopilotGroup.name) is not \(CopilotGroup.vendor)",
        context.configuring(.copilot),
        file: name,
        line: vendor.line
      )
    ]
  }
}
