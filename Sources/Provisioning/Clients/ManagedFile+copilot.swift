internal import ConfigEdit

extension ManagedFile {
  /// The group of models for Copilot's chat in one edition of VS Code.
  ///
  /// The group's `apiKey` is VS Code's to write.
  ///
  /// - Parameters:
  ///   - folder: the edition's folder.
  ///   - configuration: what clients have to know.
  /// - Returns: the file with the group's keys.
  static func copilot(in folder: String, _ configuration: ClientConfiguration) -> ManagedFile {
    let group = CopilotGroup(models: configuration.models, baseURL: configuration.baseURL)
    let element = ConfigPath.Step.element(key: "name", value: CopilotGroup.name)
    return ManagedFile(
      path: CopilotPlaces.models(in: folder),
      format: .jsonc,
      keys: [
        WantedKey(
          path: ConfigPath([element, .key("vendor")]),
          text: "\"\(CopilotGroup.vendor)\"",
          policy: .required
        ),
        WantedKey(path: ConfigPath([element, .key("models")]), text: group.modelsText, policy: .required),
      ],
      anchor: nil
    )
  }
}
