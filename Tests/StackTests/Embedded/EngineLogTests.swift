import Foundation
import Testing

@testable import Stack

/// The log in the background, and what is read of it.
struct EngineLogTests {
  private func withFiles(_ body: (EngineFiles) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "engine-log-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(EngineFiles(folder: folder))
  }

  private func append(_ text: String, to path: String) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
  }

  private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  @Test func whatGrowsTooLargeIsSetAsideAndBegunAnew() throws {
    try withFiles { files in
      let log = try EngineLog(files, limit: 20)
      try append("one two three four\n", to: files.log)
      log.rotateIfNeeded()
      #expect(!FileManager.default.fileExists(atPath: files.olderLog))
      try append("five\n", to: files.log)
      log.rotateIfNeeded()
      #expect(try String(contentsOfFile: files.olderLog, encoding: .utf8) == "one two three four\nfive\n")
      #expect(try Data(contentsOf: URL(filePath: files.log)).isEmpty)
      for path in [files.log, files.olderLog] {
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
      }
    }
  }

  @Test func theLastLinesComeFromBothFiles() throws {
    try withFiles { files in
      var tail = LogTail(files)
      #expect(tail.lines(3) == nil)
      try Data("one\ntwo\nthree\n".utf8).write(to: URL(filePath: files.olderLog))
      try Data("four\nfive\n".utf8).write(to: URL(filePath: files.log))
      #expect(text(tail.lines(1)) == "five\n")
      #expect(text(tail.lines(2)) == "four\nfive\n")
      #expect(text(tail.lines(4)) == "two\nthree\nfour\nfive\n")
      #expect(text(tail.lines(40)) == "one\ntwo\nthree\nfour\nfive\n")
      #expect(text(tail.lines(0)) == "")
    }
  }

  @Test func whatComesIsFollowedAcrossANewBeginning() throws {
    try withFiles { files in
      try Data("one\ntwo\n".utf8).write(to: URL(filePath: files.log))
      var tail = LogTail(files)
      _ = tail.lines(1)
      #expect(tail.next().isEmpty)
      try append("three\n", to: files.log)
      #expect(text(tail.next()) == "three\n")
      let handle = try #require(FileHandle(forWritingAtPath: files.log))
      try handle.truncate(atOffset: 0)
      #expect(tail.next().isEmpty)
      try append("four\n", to: files.log)
      #expect(text(tail.next()) == "four\n")
    }
  }

  @Test(arguments: [("", 2, ""), ("a", 1, "a"), ("a\nb", 1, "b"), ("a\nb\n", 1, "b\n"), ("\n\n\n", 2, "\n\n")])
  func linesAreCountedByTheirEnds(whole: String, count: Int, expected: String) {
    #expect(text(LogTail.last(count, of: Array(whole.utf8))) == expected)
  }
}
