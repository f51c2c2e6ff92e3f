import Foundation
import Glibc

/// A program running in the background.
final class RunningCommand {
  private let process: Process
  private let name: String
  private let outputFile: URL
  private let errorFile: URL

  init(_ process: Process, name: String) throws {
    self.process = process
    self.name = name
    let folder = FileManager.default.temporaryDirectory
    outputFile = folder.appending(path: "agentproxy-\(UUID().uuidString).out")
    errorFile = folder.appending(path: "agentproxy-\(UUID().uuidString).err")
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try Self.withAllSignalsUnblocked { try process.run() }
  }

  /// Runs `body` with the signal mask of an ordinary program: threads of the Swift runtime block nearly all signals, a
  /// child inherits that, and Codex then never hears that a command of its own has ended.
  private static func withAllSignalsUnblocked(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  deinit {
    kill(SIGKILL)
    for file in [outputFile, errorFile] { try? FileManager.default.removeItem(at: file) }
  }

  var processID: Int32 { process.processIdentifier }

  var isRunning: Bool { process.isRunning }

  /// What it wrote to standard error so far.
  var errors: String { text(of: errorFile) }

  /// Sends a signal to it alone.
  ///
  /// - Parameter signal: such as `SIGTERM`.
  func signal(_ signal: Int32) {
    if process.isRunning { _ = Glibc.kill(processID, signal) }
  }

  /// Waits for its end.
  ///
  /// - Parameter timeout: after which it is killed, with its descendants.
  /// - Returns: what came of it.
  /// - Throws: when it had to be killed.
  func outcome(timeout: Duration) async throws -> Outcome {
    let deadline = ContinuousClock.now + timeout
    while process.isRunning {
      guard ContinuousClock.now < deadline else {
        kill(SIGKILL)
        throw Failure("still running after \(timeout): \(name)\n\(text(of: outputFile))\n\(errors)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    return Outcome(
      command: name,
      status: process.terminationStatus,
      output: text(of: outputFile),
      errors: errors
    )
  }

  /// Waits for a line on standard error.
  ///
  /// - Parameters:
  ///   - fragment: part of the line.
  ///   - timeout: how long to wait at most.
  /// - Returns: the line.
  /// - Throws: when the program ends or the time is over without it.
  func errorLine(containing fragment: String, timeout: Duration = .seconds(20)) async throws -> String {
    let deadline = ContinuousClock.now + timeout
    while true {
      let wasRunning = process.isRunning
      // The last line may be half-written: only what ends in a newline counts.
      let lines = errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let line = lines.first(where: { $0.contains(fragment) }) { return String(line) }
      guard wasRunning, ContinuousClock.now < deadline else {
        throw Failure("no line with \"\(fragment)\" from \(name)\n\(errors)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private func kill(_ signal: Int32) {
    guard process.isRunning else { return }
    // Foundation starts every process in a group of its own, so that this reaches its descendants too.
    if getpgid(processID) == processID { _ = Glibc.kill(-processID, signal) }
    _ = Glibc.kill(processID, signal)
  }

  private func text(of file: URL) -> String {
    (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
