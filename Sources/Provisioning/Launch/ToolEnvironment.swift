/// The environment that a tool is started with.
struct ToolEnvironment: Equatable {
  /// The variables.
  private(set) var variables: [String: String]
  /// The inherited ones that are gone, in alphabetical order.
  private(set) var removed: [String] = []
  /// The inherited ones that have another value now, in alphabetical order.
  private(set) var replaced: [String] = []
  /// What was added to the list of hosts that are reached without a proxy; `nil` if nothing was.
  private(set) var directHost: String?

  /// Makes it of the environment that was inherited.
  ///
  /// - Parameters:
  ///   - inherited: the process's environment.
  ///   - wanted: what is to be set.
  ///   - elsewhere: the names that lead past the gateway.
  init(_ inherited: [String: String], _ wanted: ShellEnvironment, elsewhere: Set<String>) {
    variables = inherited
    let names = Set(wanted.variables.map(\.name))
    for name in elsewhere.union(wanted.unset).subtracting(names).sorted() {
      guard let value = variables.removeValue(forKey: name) else { continue }
      if !value.isEmpty { removed.append(name) }
    }
    for variable in wanted.variables {
      let before = variables.updateValue(variable.value, forKey: variable.name)
      if let before, !before.isEmpty, before != variable.value { replaced.append(variable.name) }
    }
    replaced.sort()
  }

  /// Sees to it that the gateway is not asked for through a proxy, which cannot know it.
  ///
  /// - Parameter gateway: where it is.
  mutating func reachDirectly(_ gateway: GatewayAddress) {
    let proxies = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    guard proxies.contains(where: { !(variables[$0] ?? "").isEmpty }) else { return }
    // Programs differ in which of the two they read, and in which counts.
    for name in ["no_proxy", "NO_PROXY"] {
      let list = (variables[name] ?? "").split(separator: ",").map(\.trimmingWhiteSpace)
      guard !list.contains("*"), !list.contains(Substring(gateway.host)) else { continue }
      variables[name] = (list + [Substring(gateway.host)]).joined(separator: ",")
      directHost = gateway.host
    }
  }
}
