extension FakeUpstream {
  /// What a provider answers.
  public enum Script: Sendable {
    /// The answers to the requests that ask a model, in order; the last one is repeated. Other requests (model list,
    /// token count, probes) get a fixed friendly answer and use nothing up.
    case answers([Answer])
    /// Decided per request, for all of them.
    case respond(@Sendable (Request) -> Reply)

    /// Decided per request that asks a model; other requests get the fixed friendly answers.
    ///
    /// - Parameter answer: what the model says.
    /// - Returns: the script.
    public static func model(_ answer: @escaping @Sendable (Request) -> Answer) -> Script {
      .respond { request in
        request.format == nil ? friendlyReply(to: request) : answer(request).reply(to: request)
      }
    }

    /// A model that runs a shell command in the agent asking, once, and then says `text`.
    ///
    /// It knows the tools of Codex (`exec_command`) and Claude Code (`Bash`). A request without that tool gets the text.
    ///
    /// - Parameters:
    ///   - command: the shell command.
    ///   - text: what is said when the result of the call is in.
    /// - Returns: the script.
    public static func agent(running command: String, thenSaying text: String) -> Script {
      .model { request in
        if request.hasToolResult { return .text(text) }
        let quoted = jsonString(command)
        if request.toolNames.contains("exec_command") {
          return .toolCall(name: "exec_command", arguments: #"{"cmd":\#(quoted)}"#)
        }
        if request.toolNames.contains("Bash") {
          return .toolCall(name: "Bash", arguments: #"{"command":\#(quoted),"description":"Run a command"}"#)
        }
        return .text(text)
      }
    }

    /// The reply to a request.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - modelOrdinal: how many requests that ask a model came before it.
    /// - Returns: the reply.
    public func reply(to request: Request, modelOrdinal: Int) -> Reply {
      switch self {
      case .respond(let reply):
        return reply(request)
      case .answers(let answers):
        guard request.format != nil, let last = answers.last else { return friendlyReply(to: request) }
        return (modelOrdinal < answers.count ? answers[modelOrdinal] : last).reply(to: request)
      }
    }
  }
}

/// What a well-behaved provider says to the requests around the actual work.
private func friendlyReply(to request: FakeUpstream.Request) -> FakeUpstream.Reply {
  switch (request.method, request.path) {
  case ("HEAD", _):
    .body("", type: "text/plain")
  case ("POST", let path) where path.hasSuffix("/count_tokens"):
    .body(#"{"input_tokens":42}"#)
  case ("GET", let path) where path.hasSuffix("/models"):
    .body(
      #"{"object":"list","data":[{"id":"fake-model","object":"model","created":1700000000,"owned_by":"fake"}]}"#
    )
  default:
    .error(404, "no such path: \(request.path)", as: .chat)
  }
}
