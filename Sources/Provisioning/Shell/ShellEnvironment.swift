public import Diagnostics
internal import DotEnv
internal import Secrets

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Variables for a shell, and how to write them down.
public struct ShellEnvironment: Sendable, Equatable {
  /// One variable.
  public struct Variable: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String
  }

  /// The variables to set, in order.
  public var variables: [Variable]
  /// The variables to forget, because they would lead a client elsewhere.
  public var unset: [String]

  init(variables: [Variable], unset: [String] = []) {
    self.variables = variables
    self.unset = unset
  }

  /// What a tool needs to work through the gateway without any file of its own.
  ///
  /// Claude Code's part is the `env` of the settings that `init` writes.
  ///
  /// - Throws: `Failure` if the template of the settings is broken, which the tests rule out.
  public init(_ configuration: ClientConfiguration) throws(Failure) {
    let key = configuration.masterKey.exposed
    variables = [
      Variable(name: "AGENTPROXY_API_KEY", value: key),
      Variable(name: "OPENAI_API_KEY", value: key),
      Variable(name: "OPENAI_BASE_URL", value: configuration.baseURL + "/v1"),
    ]
    let file = ClientFile(path: "", template: "claude/settings.json", format: .json)
    let text = try file.text(configuration)
    guard let settings = try? JSONDecoder().decode(ClaudeSettings.self, from: Data(text.utf8)) else {
      throw Failure(.failed, id: "template.broken", "\(file.template) is not valid JSON")
    }
    variables.append(Variable(name: "ANTHROPIC_MODEL", value: configuration.claudeModel))
    variables += settings.env.sorted { $0.key < $1.key }.map { Variable(name: $0.key, value: $0.value) }
    // With both, Claude Code sends both, and the key of another place would go to the gateway.
    unset = ["ANTHROPIC_API_KEY"]
  }

  /// The same, with everything to be forgotten that would lead a tool past the gateway, or holds what no tool is to have.
  ///
  /// - Parameters:
  ///   - configuration: what the gateway's clients have to know.
  ///   - environmentFile: the absolute path of `.env`, if there is one to look for.
  ///   - environment: the process's environment.
  ///   - places: how messages name the file.
  ///   - system: where to read.
  /// - Returns: the variables.
  /// - Throws: `Failure` if the file cannot be read.
  public static func forTools(
    _ configuration: ClientConfiguration,
    environmentFile: String?,
    environment: [String: String],
    places: Places,
    system: some System
  ) throws(Failure) -> ShellEnvironment {
    let values = try environmentFile.map { path throws(Failure) in
      try EnvironmentFile.read(path, places, environment: environment, system).values
    }
    var result = try ShellEnvironment(configuration)
    result.unset = LeadingElsewhere.names(values ?? .empty).union(result.unset)
      .subtracting(result.variables.map(\.name)).sorted()
    return result
  }

  /// Every key of the file at `path` as Compose sees it: a variable of the shell wins over the file.
  ///
  /// - Throws: `Failure` if there is no such file, or Compose would refuse it.
  public static func all(
    of path: String,
    environment: [String: String],
    places: Places,
    system: some System
  ) throws(Failure) -> ShellEnvironment {
    let file = try EnvironmentFile.read(path, places, environment: environment, system)
    guard file.state != nil else {
      throw Failure(
        .badInput,
        id: "env.missing",
        "there is no \(places.display(path))",
        hint: "run agentproxy-setup init"
      )
    }
    return ShellEnvironment(
      variables: file.values.order.map { key in
        Variable(name: key, value: environment[key] ?? file.values[key] ?? "")
      }
    )
  }

  /// The same with each secret masked.
  public var masked: ShellEnvironment {
    ShellEnvironment(
      variables: variables.map { Variable(name: $0.name, value: maskedValue($0.name, $0.value)) },
      unset: unset
    )
  }

  private struct ClaudeSettings: Decodable {
    var env: [String: String]
  }
}
