import Foundation
import Testing

@testable import Provisioning

/// Reading, and what a replaced file keeps.
struct SystemTests {
  private let system = RealSystem()
  private let old = Array("old".utf8)
  private let new = Array("new".utf8)

  @Test func aNewFileHasTheModeAskedFor() throws {
    let clone = try Clone()
    let path = "\(clone.root)/deep/er/file"
    try system.replace(path, nil, with: new, mode: 0o640)
    #expect(try system.read(path) == FileState(bytes: new, mode: 0o640))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(clone.root)/deep/er") == ["file"])
    #expect(try clone.mode("\(clone.root)/deep") == 0o700)
    #expect(try clone.mode("\(clone.root)/deep/er") == 0o700)
  }

  @Test(arguments: [0o600, 0o640, 0o444, 0o4755])
  func anExistingFileKeepsItsMode(mode: Int) throws {
    let clone = try Clone()
    let path = try clone.file("old", mode: mode)
    try system.replace(path, old, with: new, mode: 0o600)
    #expect(clone.text(path) == "new")
    #expect(try clone.mode(path) == mode)
  }

  @Test(.enabled(if: getuid() == 0, "only root can give files away"))
  func anExistingFileKeepsItsOwner() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    #expect(chown(path, 1234, 2345) == 0)
    try system.replace(path, old, with: new, mode: 0o600)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.ownerAccountID] as? Int == 1234)
    #expect(attributes[.groupOwnerAccountID] as? Int == 2345)
    #expect(clone.text(path) == "new")
  }

  @Test func linksStayAndTheFileAtTheirEndChanges() throws {
    let clone = try Clone()
    let target = "\(clone.root)/elsewhere/target"
    try clone.write("old", to: target)
    let middle = try clone.link("elsewhere/middle", to: "target")
    let link = try clone.link("link", to: "elsewhere/middle")
    try system.replace(link, old, with: new, mode: 0o600)
    #expect(clone.text(target) == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "elsewhere/middle")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: middle) == "target")
    #expect(try clone.names() == ["clone", "elsewhere", "home", "link"])
  }

  @Test func aFileInALinkedFolderIsMade() throws {
    let clone = try Clone()
    try clone.link("folder", to: "home")
    try system.replace("\(clone.root)/folder/deep/file", nil, with: new, mode: 0o600)
    #expect(clone.text("\(clone.home)/deep/file") == "new")
  }

  @Test func aLinkThatLeadsNowhereIsNotReplaced() throws {
    let clone = try Clone()
    let link = try clone.link("link", to: "nowhere")
    let error = #expect(throws: SystemError.self) { try system.replace(link, nil, with: new, mode: 0o600) }
    #expect(error?.reason == "a symbolic link to a file that does not exist")
    let below = #expect(throws: SystemError.self) { try system.replace("\(link)/a", nil, with: new, mode: 0o600) }
    #expect(below?.description == "cannot write \(link): a symbolic link to a file that does not exist")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "nowhere")
    #expect(try clone.names() == ["clone", "home", "link"])
  }

  @Test func linksInACircleAreNamed() throws {
    let clone = try Clone()
    let link = try clone.link("a", to: "b")
    try clone.link("b", to: "a")
    let error = #expect(throws: SystemError.self) { try system.replace(link, nil, with: new, mode: 0o600) }
    #expect(error?.hint?.contains("in a circle") == true)
  }

  @Test func aSecondNameOfTheFileIsNotLeftBehind() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    try FileManager.default.linkItem(atPath: path, toPath: "\(clone.root)/other")
    let error = #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
    #expect(error?.reason.contains("hard links") == true)
    #expect(clone.text(path) == "old")
    #expect(clone.text("\(clone.root)/other") == "old")
  }

  @Test func whatIsNoFileIsNotReplaced() throws {
    #expect(try system.read("/dev/null")?.bytes == [])
    let error = #expect(throws: SystemError.self) { try system.replace("/dev/null", [], with: new, mode: 0o600) }
    #expect(error?.description == "cannot write /dev/null: not a regular file")
    let clone = try Clone()
    let pipe = "\(clone.root)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: SystemError.self) { try system.replace(pipe, [], with: new, mode: 0o600) }
    #expect(throws: SystemError.self) { try system.replace(pipe, nil, with: new, mode: 0o600) }
    #expect(throws: SystemError.self) { try system.remove(pipe, []) }
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

  @Test func aFileInThePlaceOfAFolderIsNamed() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let error = #expect(throws: SystemError.self) { try system.replace("\(path)/a/b", nil, with: new, mode: 0o600) }
    #expect(error?.reason == "Not a directory")
    #expect(error?.hint != nil)
    #expect(clone.text(path) == "old")
  }

  @Test func aFileIsRemovedOnlyIfItIsWhatItShouldBe() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let error = #expect(throws: SystemError.self) { try system.remove(path, new) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "old")
    try system.remove(path, old)
    #expect(try clone.names() == ["clone", "home"])
    #expect(#expect(throws: SystemError.self) { try system.remove(path, old) }?.kind == .changedMeanwhile)
  }

  @Test func aLinkIsNotRemoved() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let link = try clone.link("link", to: "file")
    #expect(throws: SystemError.self) { try system.remove(link, old) }
    #expect(clone.text(path) == "old")
    #expect(clone.text(link) == "old")
  }

  @Test func aPipeIsNotWaitedFor() throws {
    let clone = try Clone()
    let path = "\(clone.home)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: SystemError.self) { try RealSystem().read(path) }
  }
}
