import FakeUpstream
import Foundation
import Glibc
import Testing

/// The parts of `status --json` that the tests look at.
struct ShownStatus: Decodable {
  struct Model: Decodable {
    let name: String
    let health: String?
  }
  struct Request: Decodable {
    let model: String
    let status: Int
  }
  let engine: String
  let state: String
  let keeper: String?
  let process: Int32?
  let restarts: Int
  let simulated: Bool
  let models: [Model]
  let requests: [Request]
}

/// The parts of `.agentproxy/engine.json` that the tests look at.
struct ShownRecord: Decodable {
  struct Process: Decodable {
    let number: Int32
  }
  let supervisor: Process
  let gateway: Process
}

extension Machine {
  /// Runs `body` on a machine whose clone takes the embedded engine, and ends what runs there in the background then.
  ///
  /// - Parameters:
  ///   - provider: serves both kinds of model; without one there is no key.
  ///   - body: the test.
  /// - Throws: what `body` throws.
  static func withBackground(
    for provider: FakeUpstream? = nil,
    _ body: (Machine) async throws -> Void
  ) async throws {
    try await Machine.with { machine in
      let settings = ["AGENTPROXY_ENGINE=embedded", "AGENTPROXY_PORT=\(machine.port)"]
      if let provider {
        try await machine.initialize(for: provider, clients: "none", settings: settings)
      } else {
        let options = settings.flatMap { ["--set", $0] }
        _ = try await machine.tool(["init", "--yes", "--clients", "none"] + options).run()
      }
      do {
        try await body(machine)
      } catch {
        let log = (try? machine.text(".agentproxy/engine.log")) ?? "nothing"
        _ = try? await machine.run("down")
        throw Failure("\(error)\n--- the gateway said\n\(log)")
      }
      let down = try await machine.run("down")
      #expect(down.status == 0, "\(down)")
    }
  }

  /// Asks the gateway for a word.
  ///
  /// - Returns: the status of its answer.
  /// - Throws: when nothing answers.
  func answer(key: String? = nil) throws -> Int {
    let key = try key ?? setting("LITELLM_MASTER_KEY")
    let body = #"{"model":"gpt-5.5","messages":[]}"#
    let head = "POST /v1/chat/completions HTTP/1.1\r\nconnection: close\r\nauthorization: Bearer \(key)\r\n"
    return try Exchange(head + "content-length: \(body.utf8.count)\r\n\r\n\(body)", port: port).status
  }

  /// What `status --json` says.
  ///
  /// - Parameter exitStatus: the exit status that is expected.
  /// - Returns: the report.
  /// - Throws: when there is none.
  func status(of exitStatus: Int32 = 0) async throws -> ShownStatus {
    let outcome = try await run("status", "--json")
    #expect(outcome.status == exitStatus, "\(outcome)")
    return try JSONDecoder().decode(ShownStatus.self, from: Data(outcome.output.utf8))
  }

  /// Waits until `status` says something.
  ///
  /// - Parameter condition: what it is to say.
  /// - Throws: with what it says instead, when it does not come to that.
  func wait(until condition: (ShownStatus) -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
      let outcome = try await run("status", "--json")
      let report = try JSONDecoder().decode(ShownStatus.self, from: Data(outcome.output.utf8))
      if condition(report) { return }
      guard ContinuousClock.now < deadline else { throw Failure("status still says: \(outcome)") }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Who runs in the background.
  ///
  /// - Returns: the record.
  /// - Throws: when nobody does.
  func record() throws -> ShownRecord {
    try JSONDecoder().decode(ShownRecord.self, from: Data(text(".agentproxy/engine.json").utf8))
  }

  /// Whether there is a process of that number which has not ended.
  func isRunning(_ process: Int32?) -> Bool {
    guard let process, let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return false
    }
    return !state.contains(") Z ")
  }
}
