import Foundation
import Synchronization
import Testing

@testable import Provisioning

/// The copies made before a file is changed.
final class SystemBackupTests {
  private let clone: Clone
  private let folder: String
  private let time = Mutex(1_795_379_400)

  init() throws {
    clone = try Clone()
    folder = "\(clone.root)/state/backups"
  }

  /// A new run of the program, one second later.
  private func run(sparing spared: [String] = []) -> BackupSystem {
    let now = time.withLock { time in
      time += 1
      return time
    }
    return BackupSystem(RealSystem(), Backups(folder: folder, now: { now }), sparing: spared)
  }

  private func copies(of path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder + path).sorted()
  }

  @Test func theContentBeforeTheFirstChangeOfARunIsKept() throws {
    let path = try clone.file("one", mode: 0o640)
    let system = run()
    try system.replace(path, Array("one".utf8), with: Array("two".utf8), mode: 0o600)
    try system.replace(path, Array("two".utf8), with: Array("three".utf8), mode: 0o600)
    #expect(try copies(of: path) == ["20261122T203001Z"])
    #expect(clone.text("\(folder)\(path)/20261122T203001Z") == "one")
    #expect(try clone.mode("\(folder)\(path)/20261122T203001Z") == 0o640)
    #expect(try clone.mode("\(clone.root)/state") == 0o700)
    #expect(clone.text(path) == "three")
  }

  @Test func whatIsRemovedIsKept() throws {
    let path = try clone.file("one")
    try run().remove(path, Array("one".utf8))
    #expect(clone.text(path) == nil)
    #expect(clone.text("\(folder)\(path)/20261122T203001Z") == "one")
  }

  @Test func theNewestFiveAreKept() throws {
    let path = try clone.file("0")
    for number in 0..<8 {
      try run().replace(path, Array("\(number)".utf8), with: Array("\(number + 1)".utf8), mode: 0o600)
    }
    let contents = try copies(of: path).map { clone.text("\(folder)\(path)/\($0)") }
    #expect(contents == ["3", "4", "5", "6", "7"])
  }

  @Test func twoOfOneSecondHaveNamesOfTheirOwn() throws {
    let path = try clone.file("0")
    for number in 0..<12 {
      let system = BackupSystem(RealSystem(), Backups(folder: folder, now: { 1_795_379_400 }), sparing: [])
      try system.replace(path, Array("\(number)".utf8), with: Array("\(number + 1)".utf8), mode: 0o600)
    }
    let contents = try copies(of: path).map { clone.text("\(folder)\(path)/\($0)") ?? "" }
    #expect(contents.sorted() == ["10", "11", "7", "8", "9"])
  }

  @Test func aClockSetBackDoesNotMakeTheNewestTheOldest() throws {
    let path = try clone.file("0")
    for number in 0..<7 {
      let system = BackupSystem(RealSystem(), Backups(folder: folder, now: { 1_795_379_400 - number }), sparing: [])
      try system.replace(path, Array("\(number)".utf8), with: Array("\(number + 1)".utf8), mode: 0o600)
    }
    let contents = try copies(of: path).map { clone.text("\(folder)\(path)/\($0)") }
    #expect(contents == ["2", "3", "4", "5", "6"])
  }

  @Test func theSameContentIsNotKeptTwice() throws {
    let path = try clone.file("one")
    for _ in 0..<3 {
      try run().replace(path, Array("one".utf8), with: Array("two".utf8), mode: 0o600)
      try run().replace(path, Array("two".utf8), with: Array("one".utf8), mode: 0o600)
    }
    #expect(try copies(of: path).count == 5)
    try run().replace(path, Array("one".utf8), with: Array("two".utf8), mode: 0o600)
    try clone.write("one", to: path)
    try run().replace(path, Array("one".utf8), with: Array("two".utf8), mode: 0o600)
    let contents = try copies(of: path).map { clone.text("\(folder)\(path)/\($0)") }
    #expect(contents.suffix(2) == ["two", "one"])
  }

  @Test func nothingIsKeptOfNotesOfOurOwnAndOfNewFiles() throws {
    let note = "\(clone.root)/notes/note"
    try clone.write("one", to: note)
    let system = run(sparing: ["\(clone.root)/notes"])
    try system.replace(note, Array("one".utf8), with: Array("two".utf8), mode: 0o600)
    try system.replace("\(clone.root)/new", nil, with: Array("two".utf8), mode: 0o600)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func withoutACopyNothingIsWritten() throws {
    let path = try clone.file("one")
    try clone.write("in the way", to: "\(clone.root)/state")
    let system = run()
    let error = #expect(throws: SystemError.self) {
      try system.replace(path, Array("one".utf8), with: Array("two".utf8), mode: 0o600)
    }
    #expect(error?.operation == .backUp)
    #expect(error?.description.hasPrefix("cannot back up \(path): \(folder)\(path)/") == true)
    #expect(error?.hint != nil)
    #expect(clone.text(path) == "one")
    #expect(throws: SystemError.self) { try system.remove(path, Array("one".utf8)) }
    #expect(clone.text(path) == "one")
  }

  @Test func aFileThatIsNotAsThoughtIsNotKept() throws {
    let path = try clone.file("theirs")
    let system = run()
    let error = #expect(throws: SystemError.self) {
      try system.replace(path, Array("one".utf8), with: Array("two".utf8), mode: 0o600)
    }
    #expect(error?.kind == .changedMeanwhile)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func otherFilesAmongTheCopiesAreLeftAlone() throws {
    let path = try clone.file("0")
    try clone.write("mine", to: "\(folder)\(path)/mine")
    for number in 0..<7 {
      try run().replace(path, Array("\(number)".utf8), with: Array("\(number + 1)".utf8), mode: 0o600)
    }
    #expect(try copies(of: path).count == 6)
    #expect(clone.text("\(folder)\(path)/mine") == "mine")
  }
}
