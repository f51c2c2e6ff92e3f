import FakeUpstream
import Foundation

/// A client at work on a scratch machine, the proxy between it and a scripted provider.
struct Session {
  let pair: Pair
  let machine: Machine
  let provider: FakeUpstream

  /// Runs `body` with everything set up and the proxy running.
  ///
  /// - Parameters:
  ///   - pair: which client, and what its provider speaks.
  ///   - answer: what the model says.
  ///   - body: the test.
  /// - Throws: what `body` throws, or when something does not come up.
  static func with(
    _ pair: Pair,
    _ answer: @escaping @Sendable (FakeUpstream.Request) -> FakeUpstream.Answer,
    _ body: (Session) async throws -> Void
  ) async throws {
    try await with(pair, script: .model(answer), body)
  }

  /// Runs `body` with everything set up and the proxy running.
  ///
  /// - Parameters:
  ///   - pair: which client, and what its provider speaks.
  ///   - script: what the provider answers.
  ///   - body: the test.
  /// - Throws: what `body` throws, or when something does not come up.
  static func with(
    _ pair: Pair,
    script: FakeUpstream.Script,
    _ body: (Session) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(script) { provider in
      try await Machine.with { machine in
        try await machine.initialize(for: provider, settings: pair.settings)
        try await machine.withProxy { _ in
          let session = Session(pair: pair, machine: machine, provider: provider)
          try await body(session)
          try session.expectKnownShapes()
        }
      }
    }
  }

  /// What the provider was asked, in order.
  var asked: [Received] { provider.modelRequests.map(Received.init) }

  /// Lets the client work on a prompt, in a conversation of its own.
  ///
  /// - Parameters:
  ///   - prompt: what the user asks.
  ///   - options: more of the client's options.
  /// - Returns: what it said.
  /// - Throws: when it is not installed or hangs.
  func run(_ prompt: String, _ options: [String] = []) async throws -> Outcome {
    switch pair.client {
    case .codex: try await command(["exec"] + codexOptions + options + ["--", prompt])
    case .claude: try await command(["-p", prompt] + claudeOptions + options)
    }
  }

  /// Lets the client go on with its last conversation.
  ///
  /// - Parameters:
  ///   - prompt: what the user asks.
  ///   - options: more of the client's options.
  /// - Returns: what it said.
  /// - Throws: when it is not installed or hangs.
  func resume(_ prompt: String, _ options: [String] = []) async throws -> Outcome {
    switch pair.client {
    case .codex: try await command(["exec", "resume", "--last"] + codexOptions + options + ["--", prompt])
    case .claude: try await command(["-p", prompt, "--continue"] + claudeOptions + options)
    }
  }

  // Codex's own sandbox needs kernel features that a container may withhold; the work folder is scratch anyway.
  private var codexOptions: [String] { ["--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"] }
  private var claudeOptions: [String] { ["--allowedTools", "Bash Read \(NotesServer.tool)"] }

  private func command(_ arguments: [String]) async throws -> Outcome {
    let program: Program = pair.client == .codex ? .codex : .claude
    return try await Command(
      try program.require(),
      arguments,
      environment: machine.environment,
      folder: machine.work
    )
    .run(timeout: .seconds(120))
  }
}
