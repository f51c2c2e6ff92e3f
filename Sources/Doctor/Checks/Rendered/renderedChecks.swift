/// The checks of the files that are made of `.env`.
let renderedChecks: [any Check] = [
  RenderedFilesCheck(), GeneratedKeysCheck(), EngineConfigurationCheck(), ComposeFileCheck(),
]
