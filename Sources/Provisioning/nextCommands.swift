/// The commands to type after `init`: start the gateway, then a tool.
public func nextCommands(_ settings: Settings, clients: [Client]) -> [String] {
  let isSimulated = settings.engine != .compose && !settings.hasProviderKey
  return ["agentproxy-setup up" + (isSimulated ? " --simulate" : "")] + clients.compactMap(\.command)
}
