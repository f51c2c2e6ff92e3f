internal import Diagnostics
internal import Provisioning
internal import Secrets

/// No file that shells read at their start gives them a token, or leads the tools past the gateway.
struct LeakShellFilesCheck: Check {
  let id = "leaks.shell-files"
  let title = "tokens in rc files"
  let meaning = "a file that every shell reads at its start sets a token, or leads the tools past the gateway"

  private static let files = [
    ".profile", ".bash_profile", ".bash_login", ".bashrc", ".bash_aliases", ".zshenv", ".zprofile", ".zshrc", ".zlogin",
    ".xprofile", ".config/fish/config.fish",
  ]

  func run(_ context: DoctorContext) async -> Outcome {
    let tokens = context.providerTokens.map(\.token)
    let elsewhere = Set(
      LeadingElsewhere.vendors + LeadingElsewhere.claudeSwitches + [
        "ANTHROPIC_API_KEY", "CODEX_HOME", "CLAUDE_CONFIG_DIR",
      ]
    )
    func leads(_ name: String, _ value: String) -> Bool {
      elsewhere.contains(name) && LeadingElsewhere.isOn(name, value)
    }
    // Lines that do nothing else can go as a whole.
    var alone: [Finding] = []
    var among: [Finding] = []
    for path in Self.files.map({ "\(context.places.home)/\($0)" }) {
      guard let bytes = context.file(path)?.bytes else { continue }
      let name = context.places.display(path)
      for (index, text) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
        let line = ShellLine(String(decoding: text, as: UTF8.self))
        let finding: Finding
        if firstLine(of: Array(text), holding: tokens) != nil {
          finding = Finding(.error, "it gives every shell a provider's token", file: name, line: index + 1)
        } else if let variable = line.exported.first(where: leads) {
          let message = "it sets \(variable.name) in every shell, which leads a tool past what was written for it"
          finding = Finding(.warning, message, file: name, line: index + 1)
        } else {
          continue
        }
        if line.isSingle { alone.append(finding) } else { among.append(finding) }
      }
    }
    for index in among.indices { among[index].remedy = .advice("take it out of the line, which does more than that") }
    return .findings(among + alone.deletingTheirLines(), else: "none")
  }
}
