internal import ConfigEdit
internal import Diagnostics

/// The settings that `init` would write for Claude Code, with what else a file of the user may say of another way to the
/// models switched off: Claude Code lets its files count before its environment.
func claudeSettings(_ configuration: ClientConfiguration) throws(Failure) -> String {
  let file = ClientFile(path: "", template: "claude/settings.json", format: .json)
  var document = try file.format.open(Array(try file.text(configuration).utf8), name: file.template)
  let names = ["ANTHROPIC_API_KEY"] + LeadingElsewhere.claudeSwitches
  let paths = [["apiKeyHelper"]] + names.map { ["env", $0] }
  for path in paths {
    _ = try understandEdit(of: file.template) { () throws(ConfigError) in
      try document.set(ConfigPath(keys: path), to: "\"\"")
    }
  }
  return String(decoding: document.bytes, as: UTF8.self)
}
