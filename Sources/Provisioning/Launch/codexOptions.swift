internal import ConfigEdit
internal import Diagnostics
internal import Rendering

/// The options that say to Codex what `init` would write into its `config.toml`.
///
/// Its environment has no word on where the models are.
func codexOptions(_ configuration: ClientConfiguration) throws(Failure) -> [String] {
  let file = ClientFile(path: "", template: "codex/config.toml", format: .toml)
  let document = try file.format.open(Array(try file.text(configuration).utf8), name: file.template)
  let environmentKey: ConfigPath = ["model_providers", "agentproxy", "env_key"]
  let instructions: ConfigPath = ["model_providers", "agentproxy", "env_key_instructions"]
  return document.leaves.filter { $0.path != instructions }.flatMap { leaf in
    let text = leaf.path == environmentKey ? tomlString(ToolLaunch.codexKey) : leaf.text
    return ["--config", "\(leaf.path)=\(text)"]
  }
}
