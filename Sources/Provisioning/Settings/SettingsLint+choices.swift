internal import Diagnostics

/// Settings that take one of a few values, and addresses.
extension SettingsLint {
  func choiceFindings() -> [Diagnostic] {
    portFindings() + bindFindings("AGENTPROXY_BIND", settings.bind, isOpened: true)
      + bindFindings("AGENTPROXY_TLS_BIND", settings.tlsBind, isOpened: opensTLS) + tlsHostFindings()
      + allowedIPFindings() + allowedIPv6Findings()
      + choice("AGENTPROXY_ENGINE", "engine", "auto, compose or embedded") { Engine(rawValue: $0) != nil }
      + choice("AGENTPROXY_ROUTING", "routing", "simple-shuffle, least-busy or latency-based") {
        RoutingStrategy(name: $0) != nil
      }
      + choice("AGENTPROXY_CACHE", "cache", "on or off") { Settings.readSwitch($0) != nil }
      + choice("AGENTPROXY_DEVCONTAINER_NETWORK", "devcontainer-network", "open or strict") {
        DevcontainerNetwork(rawValue: $0) != nil
      }
      + profileFindings()
      + settings.providers.flatMap(wireAPIFindings)
  }

  private func choice(
    _ key: String,
    _ id: String,
    _ words: String,
    isOne: (String) -> Bool
  ) -> [Diagnostic] {
    guard let value = source.value(key), !isOne(value) else { return [] }
    return [finding(.error, id, key, "is not \(words)", hint: "write \(words)")]
  }

  private func wireAPIFindings(_ provider: Provider) -> [Diagnostic] {
    let formats = Provider.wireAPIs(of: provider.name).map(\.rawValue)
    let words = formats.dropLast().joined(separator: ", ") + (formats.count > 1 ? " or " : "") + (formats.last ?? "")
    return choice("\(provider.name)_WIRE_API", "wire-api", words, isOne: formats.contains)
  }

  private func portFindings() -> [Diagnostic] {
    let wrong = [("AGENTPROXY_PORT", 4000), ("AGENTPROXY_TLS_PORT", 4443)].compactMap { key, usual -> Diagnostic? in
      guard let text = source.value(key), Int(text).map(Settings.validPorts.contains) != true else { return nil }
      return finding(.error, "port", key, "is not a number from 1 to 65535", hint: "write \(usual)")
    }
    guard wrong.isEmpty, opensTLS, settings.port == settings.tlsPort else { return wrong }
    return [
      finding(
        .error,
        "port",
        "AGENTPROXY_TLS_PORT",
        "is \(settings.tlsPort) as AGENTPROXY_PORT is, and one port has room for one of them",
        hint: "write another number into one of the two"
      )
    ]
  }

  /// Whether Caddy is there, and with it the port of HTTPS.
  private var opensTLS: Bool { settings.isFronted && settings.engine != .embedded }

  private func bindFindings(_ key: String, _ bind: String, isOpened: Bool) -> [Diagnostic] {
    guard bind != "localhost" else { return [] }
    guard let range = IPRange(bind), !bind.contains("/") else {
      return [
        finding(
          .error,
          "bind",
          key,
          "is not an IP address",
          hint: "write 127.0.0.1 for this machine alone, or 0.0.0.0 for every network it is in"
        )
      ]
    }
    guard isOpened, !range.isLoopback, settings.allowedIPs.isEmpty else { return [] }
    return [
      finding(
        .warning,
        "bind-open",
        key,
        "lets other machines connect, and AGENTPROXY_ALLOWED_IPS is empty",
        hint: "write 127.0.0.1, or list in AGENTPROXY_ALLOWED_IPS who may connect"
      )
    ]
  }

  private func tlsHostFindings() -> [Diagnostic] {
    let host = settings.tlsHost
    let name = host.hasPrefix("*.") ? host.dropFirst(2) : host[...]
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
    guard !isName || name.first.map({ $0.isLetter || $0.isNumber }) != true else { return [] }
    return [
      finding(
        .error,
        "tls-host",
        "AGENTPROXY_TLS_HOST",
        "is not the name of a host",
        hint: "write it like llm.company.net, without https:// before it and without a port"
      )
    ]
  }

  private func allowedIPFindings() -> [Diagnostic] {
    let wrong = settings.allowedIPs.enumerated().filter { IPRange($0.element) == nil }
    return wrong.map { entry in
      finding(
        .error,
        "allowed-ips",
        "AGENTPROXY_ALLOWED_IPS",
        "has an entry that is neither an IP address nor a network: number \(entry.offset + 1)",
        hint: "write addresses like 192.168.1.7 and networks like 192.168.1.0/24, separated by commas"
      )
    }
  }

  /// Docker hands every client that comes by IPv6 on as the gateway of its own network, which is also what this machine
  /// looks like in there: nobody in a container can tell one from the other.
  private func allowedIPv6Findings() -> [Diagnostic] {
    guard opensTLS, !settings.allowedIPs.isEmpty else { return [] }
    return [("AGENTPROXY_BIND", settings.bind), ("AGENTPROXY_TLS_BIND", settings.tlsBind)].compactMap { key, bind in
      guard let range = IPRange(bind), range.address.count == 16, !range.isLoopback else { return nil }
      return finding(
        .error,
        "allowed-ipv6",
        key,
        "is an IPv6 address, by which a container cannot tell clients apart, so AGENTPROXY_ALLOWED_IPS would not hold",
        hint: "write an IPv4 address such as 0.0.0.0, or AGENTPROXY_ENGINE=embedded"
      )
    }
  }

  /// Profiles may also be of services that the user added: an unknown one is no error.
  private func profileFindings() -> [Diagnostic] {
    let key = "COMPOSE_PROFILES"
    let unknown = Settings.list(source, key).filter { StackProfile(rawValue: $0) == nil }
    guard !unknown.isEmpty else { return [] }
    return [
      finding(
        .note,
        "profiles",
        key,
        "names a profile that the stack does not have",
        hint: "its own are tls and embedded"
      )
    ]
  }
}
