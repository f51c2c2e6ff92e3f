import Foundation
import Testing

@testable import Provisioning

struct SystemTests {
  private let system = RealSystem()

  @Test func aNewFileHasTheModeAskedFor() throws {
    let clone = try Clone()
    let path = "\(clone.root)/deep/er/file"
    try system.write(Array("x".utf8), to: path, mode: 0o600)
    #expect(try system.read(path) == FileState(bytes: Array("x".utf8), mode: 0o600))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(clone.root)/deep/er") == ["file"])
  }

  @Test func anExistingFileKeepsItsModeAndItsLink() throws {
    let clone = try Clone()
    let target = "\(clone.root)/target"
    let link = "\(clone.root)/link"
    try clone.write("old", to: target)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "target")
    try system.write(Array("new".utf8), to: link, mode: 0o600)
    #expect(clone.text(target) == "new")
    #expect(try clone.mode(target) == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "target")
  }

  @Test func aLinkThatLeadsNowhereIsNotReplaced() throws {
    let clone = try Clone()
    let link = "\(clone.root)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
    #expect(throws: SystemError.self) { try system.write([1], to: link, mode: 0o600) }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "nowhere")
  }

  @Test func whatIsNoFileIsNotReplaced() throws {
    #expect(try system.read("/dev/null")?.bytes == [])
    let error = #expect(throws: SystemError.self) { try system.write([1], to: "/dev/null", mode: 0o600) }
    #expect(error?.description == "cannot write /dev/null: not a regular file")
  }

  @Test func whatIsNotThereIsNoError() throws {
    #expect(try system.read("/nonexistent/file") == nil)
  }

  @Test func aFolderCannotBeRead() throws {
    let clone = try Clone()
    let error = #expect(throws: SystemError.self) { try system.read(clone.root) }
    #expect(error?.operation == .read)
    #expect(error?.description.hasSuffix("Is a directory") == true)
  }
}
