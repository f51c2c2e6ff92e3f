extension GatewayModel {
  /// The model as one item of a list in a variable: `responses:name`, `chat:name=upstream`, `messages:name`.
  var listed: String {
    let format = kind == .anthropic ? "messages" : speaksResponses ? "responses" : "chat"
    return "\(format):\(name)" + (upstream == name ? "" : "=\(upstream)")
  }

  /// Reads a list as the devcontainer gets it in `AGENTPROXY_MODELS`.
  ///
  /// - Parameter text: the items, separated by commas.
  /// - Returns: the models; an item that is none is left out.
  static func list(_ text: String) -> [GatewayModel] {
    text.split(separator: ",").compactMap { item in
      let parts = item.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, ["responses", "chat", "messages"].contains(parts[0]) else { return nil }
      let names = parts[1].split(separator: "=", maxSplits: 1)
      guard let name = names.first else { return nil }
      return GatewayModel(
        String(name),
        upstream: names.count == 2 ? String(names[1]) : nil,
        kind: parts[0] == "messages" ? .anthropic : .openAI,
        speaksResponses: parts[0] == "responses"
      )
    }
  }
}
