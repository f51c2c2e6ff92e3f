public import Diagnostics
internal import DotEnv
internal import Secrets

/// A tool about to be started with everything that leads it to the gateway, and no file of its own touched.
public struct ToolLaunch: Sendable, Equatable {
  /// The program's absolute path.
  public let program: String
  /// What it is called with, its own name first.
  public let arguments: [String]
  /// The environment.
  public let environment: [String: String]
  /// Settings that count before those of the user, for ``start()`` to hand over; `nil` if the tool takes none.
  let settings: String?
  /// What to tell the user of the environment.
  public let notices: [String]
  /// Where the tool will look for the gateway.
  public let gateway: GatewayAddress

  /// The variable from which Codex gets the key. It is none of those that its `.env` may hold, which would count before
  /// the environment.
  static let codexKey = "AGENTPROXY_RUN_KEY"

  /// Works out how to start a tool.
  ///
  /// - Parameters:
  ///   - command: the tool's name or path, and its arguments.
  ///   - configuration: what the gateway's clients have to know.
  ///   - inherited: the process's environment.
  ///   - environmentFile: the absolute path of `.env`, if there is one to look for.
  ///   - places: how messages name the files, and from where a relative path counts.
  ///   - system: where to read.
  /// - Throws: `Failure` if there is no such tool, or the environment file cannot be read.
  public init(
    _ command: [String],
    _ configuration: ClientConfiguration,
    inherited: [String: String],
    environmentFile: String?,
    places: Places,
    system: some System
  ) throws(Failure) {
    guard let word = command.first, !word.isEmpty else {
      throw Failure(.usage, id: "run.no-tool", "there is no tool named", hint: "agentproxy-setup run codex")
    }
    let tool = Tool(word)
    guard let program = findProgram(word, in: inherited["PATH"] ?? "", from: places.current) else {
      let what = word.contains("/") ? "\(word) is no program" : "there is no \(word) in the folders of PATH"
      throw Failure(.unavailable, id: "run.not-installed", what, hint: tool.installation)
    }
    self.program = program
    gateway = try GatewayAddress(configuration.baseURL, from: "AGENTPROXY_BASE_URL")

    let values = try environmentFile.map { path throws(Failure) in
      try EnvironmentFile.read(path, places, environment: inherited, system).values
    }
    var wanted = try ShellEnvironment(configuration)
    if tool == .codex {
      wanted.variables.append(ShellEnvironment.Variable(name: Self.codexKey, value: configuration.masterKey.exposed))
    }
    var environment = ToolEnvironment(inherited, wanted, elsewhere: LeadingElsewhere.names(values ?? .empty))
    environment.reachDirectly(gateway)
    self.environment = environment.variables
    notices = Self.notices(environment)

    let rest = command.dropFirst()
    switch tool {
    case .codex:
      arguments = [word] + (try codexOptions(configuration)) + rest
      settings = nil
    case .claude:
      arguments = [word] + rest
      // Two of them exclude each other.
      let hasOwn = rest.contains { $0 == "--settings" || $0.hasPrefix("--settings=") }
      settings = hasOwn ? nil : try claudeSettings(configuration)
    case .other:
      arguments = command
      settings = nil
    }
  }

  /// What to say if nothing listens at `gateway`.
  public static func unreachable(_ gateway: GatewayAddress) -> Diagnostic {
    Diagnostic(
      .warning,
      id: "gateway.unreachable",
      "nothing answers at \(gateway)",
      hint: "start the gateway: agentproxy-setup up"
    )
  }

  private static func notices(_ environment: ToolEnvironment) -> [String] {
    var notices: [String] = []
    if !environment.removed.isEmpty {
      notices.append("kept from the tool: \(environment.removed.joined(separator: ", "))")
    }
    if !environment.replaced.isEmpty {
      notices.append("set to the gateway's: \(environment.replaced.joined(separator: ", "))")
    }
    if let host = environment.directHost { notices.append("added to NO_PROXY: \(host)") }
    return notices
  }
}
