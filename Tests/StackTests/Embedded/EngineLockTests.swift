import Diagnostics
import Foundation
import Testing

@testable import Stack

/// The right to start and stop the engine.
struct EngineLockTests {
  @Test(arguments: ["file", "link"])
  func whatIsInTheWayOfItsFolderIsNamed(kind: String) async throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "engine-lock-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let folder = root + "/.agentproxy"
    if kind == "file" {
      try Data().write(to: URL(filePath: folder))
    } else {
      try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: root + "/nowhere")
    }
    let failure = await #expect(throws: Failure.self) {
      try await EngineLock.take(folder + "/engine.lock", patience: .zero)?.release()
    }
    #expect(failure?.diagnostics.first?.hint?.hasPrefix("there is a file, or a link that leads to nothing") == true)

    try FileManager.default.removeItem(atPath: folder)
    let lock = try #require(try await EngineLock.take(folder + "/engine.lock", patience: .zero))
    #expect(try await EngineLock.take(folder + "/engine.lock", patience: .zero) == nil)
    lock.release()
  }
}
