import FakeUpstream
import Foundation
import Testing

/// A scratch machine: an empty home, a fresh clone of the checkout, and nothing of the caller's environment.
struct Machine {
  /// A provider key that must never reach a client or a generated file.
  static let openAIKey = "sk-provider-openai-0123456789abcdef0123456789abcdef"
  /// Another one.
  static let anthropicKey = "sk-ant-provider-0123456789abcdef0123456789abcdef"

  /// Holds everything.
  let folder: URL
  /// The user's home.
  let home: URL
  /// The clone.
  let project: URL
  /// An empty folder to let an agent work in.
  let work: URL
  /// A port for the proxy, which no other test has.
  let port: Int

  /// Runs `body` on a new machine, and removes it afterwards.
  ///
  /// - Parameter body: the test.
  /// - Throws: what `body` throws, or when the machine cannot be made.
  static func with(_ body: (Machine) async throws -> Void) async throws {
    // Not below /tmp: Codex does not work normally with a home in there.
    let folder = URL(filePath: "/var/tmp/agentproxy-test-\(UUID().uuidString.prefix(8))")
    defer { try? FileManager.default.removeItem(at: folder) }
    let machine = Machine(
      folder: folder,
      home: folder.appending(path: "home"),
      project: folder.appending(path: "agentproxy-setup"),
      work: folder.appending(path: "work"),
      port: freePort()
    )
    for folder in [machine.home, machine.work] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try await Checkout.copy(to: machine.project)
    try await body(machine)
  }

  /// What a program started on this machine finds in its environment.
  var environment: [String: String] {
    [
      "HOME": home.path, "PATH": Program.path, "LANG": "C.UTF-8", "TERM": "dumb", "USER": "tester",
      "TMPDIR": FileManager.default.temporaryDirectory.path,
    ]
  }

  /// The program under test, in the clone.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - variables: added to the environment.
  /// - Returns: the command, not yet run.
  /// - Throws: when it has not been built.
  func tool(_ arguments: [String], variables: [String: String] = [:]) throws -> Command {
    Command(
      try Program.agentproxySetup.require(),
      arguments,
      environment: environment.merging(variables) { $1 },
      folder: project
    )
  }

  /// Runs the program under test in the clone.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - variables: added to the environment.
  /// - Returns: what came of it.
  /// - Throws: when it has not been built or hangs.
  func run(_ arguments: String..., variables: [String: String] = [:]) async throws -> Outcome {
    try await tool(arguments, variables: variables).run()
  }

  /// Sets up the clone and the clients for a provider.
  ///
  /// - Parameters:
  ///   - provider: serves both kinds of model.
  ///   - clients: the tools to configure.
  ///   - settings: more of `KEY=VALUE` for `--set`.
  ///   - variables: added to the environment.
  /// - Returns: what `init` said.
  /// - Throws: when it has not been built or hangs.
  @discardableResult
  func initialize(
    for provider: FakeUpstream,
    clients: String = "codex,claude",
    settings: [String] = [],
    variables: [String: String] = [:]
  ) async throws -> Outcome {
    let all = [
      "AGENTPROXY_PORT=\(port)", "OPENAI_API_KEY=\(Self.openAIKey)", "OPENAI_API_BASE=\(provider.origin)/v1",
      "ANTHROPIC_API_KEY=\(Self.anthropicKey)", "ANTHROPIC_API_BASE=\(provider.origin)",
    ]
    let options = (all + settings).flatMap { ["--set", $0] }
    return try await tool(["init", "--yes", "--clients", clients] + options, variables: variables).run()
  }

  /// Runs `body` while the proxy runs, ends the proxy afterwards, and expects that its log gave no key away.
  ///
  /// - Parameters:
  ///   - arguments: after `proxy`.
  ///   - body: gets the running proxy.
  /// - Throws: what `body` throws, or when the proxy does not come up.
  func withProxy(_ arguments: String..., body: (Proxy) async throws -> Void) async throws {
    let proxy = try await Proxy.start(tool(["proxy"] + arguments))
    do {
      try await body(proxy)
    } catch {
      throw Failure("\(error)\n--- the proxy said\n\(proxy.errors)")
    }
    let end = try await proxy.stop()
    #expect(end.status == 0, "\(end)")
    for secret in [Self.openAIKey, Self.anthropicKey, try setting("LITELLM_MASTER_KEY")] {
      #expect(!(end.output + end.errors).contains(secret), "\(end)")
    }
  }

  /// The text of a file below the clone.
  ///
  /// - Parameter path: relative to the clone.
  /// - Returns: the text.
  /// - Throws: when it cannot be read.
  func text(_ path: String) throws -> String {
    try String(contentsOf: project.appending(path: path), encoding: .utf8)
  }

  /// Replaces a file below the clone.
  ///
  /// - Parameters:
  ///   - path: relative to the clone.
  ///   - text: the new content.
  /// - Throws: when it cannot be written.
  func write(_ path: String, _ text: String) throws {
    try Data(text.utf8).write(to: project.appending(path: path))
  }

  /// The value of a key of the clone's `.env`, which the tests write without quotes.
  ///
  /// - Parameter key: the variable.
  /// - Returns: its value.
  /// - Throws: when there is no such line.
  func setting(_ key: String) throws -> String {
    for line in try text(".env").split(separator: "\n") where line.hasPrefix("\(key)=") {
      return String(line.dropFirst(key.count + 1))
    }
    throw Failure("no \(key) in .env")
  }
}
