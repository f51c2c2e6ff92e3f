public import Diagnostics
internal import DotEnv

/// What the embedded engine starts from: `litellm_config.yaml`, and the values that it refers to.
public struct EngineInput: Sendable {
  /// The address to listen on: `AGENTPROXY_BIND`.
  public let host: String
  /// The port to listen on: `AGENTPROXY_PORT`.
  public let port: Int
  /// The files that were read, as absolute paths: the configuration, and the environment file if there is to be one.
  public let files: [String]
  /// The configuration's text.
  public let configuration: String
  /// The configuration's name in messages.
  public let configurationName: String
  /// `AGENTPROXY_CACHE`: whether equal requests get the same answer again; `nil` where the configuration is to say.
  public var cache: Bool? { value(of: "AGENTPROXY_CACHE").flatMap(Settings.readSwitch) }
  /// What is worth telling about the environment file.
  public let findings: [Diagnostic]
  private let values: DotEnvValues
  private let environment: [String: String]

  /// What `os.environ/NAME` stands for: the process's environment, then the file, as Compose does it. A placeholder is
  /// no value.
  public func value(of name: String) -> String? {
    guard let value = environment[name] ?? values[name], !isPlaceholder(value) else { return nil }
    return value
  }

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - project: the clone, if there is one.
  ///   - environmentFile: the environment file's absolute path; without one, only the process's environment counts.
  ///   - configurationFile: the configuration that the user named, in place of the clone's.
  ///   - environment: the process's environment.
  ///   - places: how messages name the files.
  ///   - system: where to read.
  /// - Returns: what the engine starts from.
  /// - Throws: `Failure` if a file is missing or wrong.
  public static func read(
    project: Project?,
    environmentFile: String?,
    configurationFile: String?,
    environment: [String: String],
    places: Places,
    system: some System
  ) throws(Failure) -> EngineInput {
    let configurationPath = configurationFile.map { absolutePath($0, from: places.current) }
    guard let path = configurationPath ?? project?.path("litellm_config.yaml") else {
      throw Failure(
        .usage,
        id: "proxy.no-configuration",
        "there is no clone here, and no configuration is named",
        hint: "run it in your clone, or name a file with --config"
      )
    }
    let name = places.display(path)
    guard let configuration = try readOrFail(path, system) else {
      throw Failure(
        .badInput,
        id: "proxy.no-configuration",
        "there is no such file",
        hint: "`agentproxy-setup init` writes it",
        file: name
      )
    }
    let file = try environmentFile.map { path throws(Failure) in
      try EnvironmentFile.read(path, places, environment: environment, system)
    }
    let environmentName = environmentFile.map(places.display) ?? "environment"
    let (settings, findings) = Settings.read(
      SettingsSource(
        values: file?.values ?? .empty,
        environment: environment,
        document: file?.document,
        file: environmentName,
        mode: file?.state?.mode
      )
    )
    if findings.contains(where: { $0.severity == .error }) { throw Failure(.badInput, findings) }
    return EngineInput(
      host: settings.bind,
      port: settings.port,
      files: [path] + [environmentFile].compactMap { $0 },
      configuration: String(decoding: configuration.bytes, as: UTF8.self),
      configurationName: name,
      findings: file.map { file in
        shadowedKeys(file.document, file.values, environment, file: environmentName)
      } ?? [],
      values: file?.values ?? .empty,
      environment: environment
    )
  }
}
