/// The commands to type after `init`: start the gateway, then a tool.
public func nextCommands(_ settings: Settings, clients: [Client]) -> [String] {
  let start =
    switch (settings.engine, settings.hasProviderKey) {
    case (.compose, _): "docker compose up --detach"
    case (_, true): "agentproxy-setup proxy"
    case (_, false): "agentproxy-setup proxy --simulate"
    }
  return [start] + clients.compactMap(\.command)
}
