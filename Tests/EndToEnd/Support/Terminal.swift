import Foundation

/// A terminal of a fixed size, in a tmux server of its own, with a program in it.
///
/// Every text that was seen while waiting is kept, so that a test can say what never appeared.
final class Terminal {
  private(set) var seen: [String] = []
  private let command: Command
  private let columns: Int
  private let socket: String
  private let server: RunningCommand

  private init(_ command: Command, columns: Int, socket: String) throws {
    self.command = command
    self.columns = columns
    self.socket = socket
    // In the foreground: a server in the background would keep what tells Foundation that its parent has ended.
    server = try Self.tmux(["-D"], command, socket).start()
  }

  /// Runs `body` while a program runs in a terminal, and ends both afterwards.
  ///
  /// - Parameters:
  ///   - command: the program. Its environment is the terminal's, but for `TERM`.
  ///   - scratch: an existing folder to put the server's socket into.
  ///   - columns: how many characters fit into a line.
  ///   - body: gets the terminal.
  /// - Throws: what `body` throws, or when tmux does not start.
  static func with(
    _ command: Command,
    scratch: URL,
    columns: Int = 120,
    _ body: (Terminal) async throws -> Void
  ) async throws {
    // A socket's path may have about a hundred bytes, which those of temporary folders can exceed.
    let socket = scratch.appending(path: "tmux-\(UUID().uuidString.prefix(8))").path
    let terminal = try Terminal(command, columns: columns, socket: socket)
    do {
      try await terminal.open()
      try await body(terminal)
    } catch {
      let screen = (try? await terminal.screen()) ?? "nothing any more"
      await terminal.close()
      throw Failure("\(error)\n--- the terminal shows\n\(screen)")
    }
    await terminal.close()
  }

  /// What is on the screen.
  ///
  /// - Returns: the lines, without the blanks at their ends.
  /// - Throws: when the program has ended.
  func screen() async throws -> String {
    let text = try await tmux(["capture-pane", "-p", "-t", "test"])
    seen.append(text)
    return text
  }

  /// The lines that were longer than the terminal is wide, and so were broken wherever that was.
  ///
  /// - Returns: each of them in one piece.
  /// - Throws: when the program has ended.
  func wrappedLines() async throws -> [String] {
    try await tmux(["capture-pane", "-p", "-J", "-t", "test"]).split(separator: "\n").map(String.init)
      .filter { $0.count > columns }
  }

  /// Waits until a text is on the screen.
  ///
  /// - Parameters:
  ///   - text: part of a line.
  ///   - timeout: how long to wait at most.
  /// - Returns: the screen.
  /// - Throws: when it does not come, or the program has ended.
  @discardableResult
  func wait(for text: String, timeout: Duration = .seconds(30)) async throws -> String {
    let deadline = ContinuousClock.now + timeout
    while true {
      let screen = try await screen()
      if screen.contains(text) { return screen }
      guard ContinuousClock.now < deadline else { throw Failure("\"\(text)\" did not appear") }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Waits until the screen stays the same for a moment, as programs take keys that come too early for other keys.
  ///
  /// - Throws: when the program has ended, or never comes to rest.
  func rest() async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    var last = try await screen()
    var calm = 0
    while calm < 5 {
      guard ContinuousClock.now < deadline else { throw Failure("the screen never came to rest") }
      try await Task.sleep(for: .milliseconds(100))
      let now = try await screen()
      calm = now == last ? calm + 1 : 0
      last = now
    }
  }

  /// Types a text.
  ///
  /// - Parameter text: as it is.
  /// - Throws: when the program has ended.
  func type(_ text: String) async throws {
    try await tmux(["send-keys", "-t", "test", "-l", text])
    try await rest()
  }

  /// Presses a key.
  ///
  /// - Parameter key: by tmux's name, such as `Enter`.
  /// - Throws: when the program has ended.
  func press(_ key: String) async throws {
    try await tmux(["send-keys", "-t", "test", key])
    try await rest()
  }

  /// Presses the key that makes the program end, and waits until it has.
  ///
  /// - Parameters:
  ///   - key: by tmux's name.
  ///   - timeout: how long to wait at most.
  /// - Throws: when the program goes on.
  func pressLast(_ key: String, timeout: Duration = .seconds(30)) async throws {
    try await tmux(["send-keys", "-t", "test", key])
    let deadline = ContinuousClock.now + timeout
    while (try? await screen()) != nil {
      guard ContinuousClock.now < deadline else { throw Failure("\(command.program) does not end") }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private func open() async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while !FileManager.default.fileExists(atPath: socket) {
      guard ContinuousClock.now < deadline else { throw Failure("tmux does not start: \(server.errors)") }
      try await Task.sleep(for: .milliseconds(10))
    }
    try await tmux(
      ["new-session", "-d", "-s", "test", "-x", "\(columns)", "-y", "50", command.program] + command.arguments
    )
  }

  /// Ends the program, and the server with it.
  private func close() async {
    _ = try? await tmux(["kill-server"])
    _ = try? await server.outcome(timeout: .seconds(20))
  }

  @discardableResult
  private func tmux(_ arguments: [String]) async throws -> String {
    let outcome = try await Self.tmux(arguments, command, socket).run()
    guard outcome.status == 0 else { throw Failure("tmux: \(outcome)") }
    return outcome.output
  }

  private static func tmux(_ arguments: [String], _ command: Command, _ socket: String) throws -> Command {
    Command(
      try Program.tmux.require(),
      ["-u", "-S", socket, "-f", "/dev/null"] + arguments,
      environment: command.environment,
      folder: command.folder
    )
  }
}
