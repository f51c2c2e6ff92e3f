internal import Diagnostics
internal import Provisioning
internal import Secrets

/// No file that shells read at their start gives them a token, or leads the tools past the gateway.
struct LeakShellFilesCheck: Check {
  let id = "leaks.shell-files"
  let title = "tokens in rc files"
  let meaning = "a file that every shell reads at its start sets a token, or leads the tools past the gateway"

  private static let files = [
    ".profile", ".bash_profile", ".bash_login", ".bashrc", ".zshenv", ".zprofile", ".zshrc", ".zlogin", ".xprofile",
    ".config/fish/config.fish",
  ]

  func run(_ context: DoctorContext) async -> Outcome {
    let tokens = context.providerTokens.map(\.token)
    let elsewhere = Set(
      LeadingElsewhere.vendors + LeadingElsewhere.claudeSwitches + [
        "ANTHROPIC_API_KEY", "CODEX_HOME", "CLAUDE_CONFIG_DIR",
      ]
    )
    var findings: [Finding] = []
    for path in Self.files.map({ "\(context.places.home)/\($0)" }) {
      guard let bytes = context.file(path)?.bytes else { continue }
      let name = context.places.display(path)
      for (index, text) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
        let number = index + 1
        if firstLine(of: Array(text), holding: tokens) != nil {
          findings.append(
            Finding(
              .error,
              "it gives every shell a provider's token",
              file: name,
              line: number
            )
          )
        } else if let variable = Self.assigned(String(decoding: text, as: UTF8.self)), elsewhere.contains(variable) {
          findings.append(
            Finding(
              .warning,
              "it sets \(variable) in every shell, which leads a tool past what was written for it",
              file: name,
              line: number
            )
          )
        }
      }
    }
    return .findings(findings.deletingTheirLines(), else: "none")
  }

  /// The variable that a line exports; `nil` if it does not, or to nothing.
  private static func assigned(_ line: String) -> String? {
    var words = line.split(whereSeparator: \.isWhitespace)
    guard let first = words.first, first == "export" || first == "set" else { return nil }
    words.removeFirst()
    if first == "set" {
      // Fish: `set -gx NAME value`.
      guard words.count > 2, words[0].hasPrefix("-"), words[0].contains("x") else { return nil }
      return String(words[1])
    }
    let parts = words.first?.split(separator: "=", maxSplits: 1) ?? []
    guard parts.count == 2, parts[1] != "\"\"", parts[1] != "''" else { return nil }
    return String(parts[0])
  }
}
