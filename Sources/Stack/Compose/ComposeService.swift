/// A container of the stack, as `docker ps` and `podman ps` tell of it.
public struct ComposeService: Sendable, Equatable, Encodable {
  /// What tells the container from every other one that had or will have its name.
  let id: String
  /// The container's name.
  public let container: String
  /// The service's name in `docker-compose.yml`, with a number where there are several.
  public let name: String
  /// Such as `running` or `exited`.
  public let state: String
  /// In the program's own words, such as `Up 2 hours (healthy)`.
  public let status: String

  /// Whether it runs. Podman before 5 says `up 2 hours ago` for the state.
  public var isRunning: Bool { state == "running" || state.hasPrefix("up ") }

  /// Whether it is no part of the gateway, but the devcontainer that stands beside it.
  var isDevcontainer: Bool { name == "workspace" }

  /// Whether it is the gateway itself, or a replica of it.
  var isGateway: Bool { name.wholeMatch(of: /litellm([-_][0-9]+)?/) != nil }

  /// Whether it has ended, or was not yet started: one that Docker starts again and again, or that is paused, has not.
  var hasEnded: Bool { ["created", "dead", "exited", "initialized", "stopped"].contains { state.hasPrefix($0) } }

  /// Whether it runs, and is a part of the gateway.
  var isGatewayRunning: Bool { isRunning && !isDevcontainer }

  private enum CodingKeys: String, CodingKey {
    case container, name, state, status
  }

  /// What asks for the four, tab-separated.
  static let format = "{{.ID}}\t{{.Names}}\t{{.State}}\t{{.Status}}"

  /// Reads the answer.
  ///
  /// - Parameters:
  ///   - text: lines of ``format``.
  ///   - project: the stack's name, with which the containers' names begin.
  /// - Returns: the services, by name.
  static func read(_ text: String, project: String) -> [ComposeService] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 4 else { return nil }
      return ComposeService(
        id: fields[0],
        container: fields[1],
        name: service(fields[1], project),
        state: fields[2].lowercased(),
        status: fields[3]
      )
    }.sorted { $0.name < $1.name }
  }

  /// `litellm` of `agentproxy-litellm-1`, or of `agentproxy_litellm_1` as version 1 and Podman have it.
  private static func service(_ container: String, _ project: String) -> String {
    guard container.hasPrefix(project), let separator = container.dropFirst(project.count).first,
      separator == "-" || separator == "_"
    else { return container }
    let rest = container.dropFirst(project.count + 1)
    return rest.hasSuffix("\(separator)1") ? String(rest.dropLast(2)) : String(rest)
  }
}
